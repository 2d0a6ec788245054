"""Samples of storage/queries/tokens/."""

from collections.abc import Mapping
from datetime import UTC, datetime

from tests.storage_samples.sample import Sample

_AT = {"at": datetime(2026, 1, 22, tzinfo=UTC)}

SAMPLES: Mapping[str, Sample] = {
    "tokens/create": Sample(
        {
            "name": "warehouse",
            "secret_hash": "argon2id",
            "institution": "bureau",
            "rights": ["read"],
            "author": "张三",
            "expires_at": datetime(2027, 1, 22, tzinfo=UTC),
            **_AT,
        }
    ),
    "tokens/find": Sample({"token": 1}),
    "tokens/list": Sample(),
    "tokens/revoke": Sample({"token": 1, **_AT}),
    "tokens/used": Sample({"token": 1, **_AT}),
}
