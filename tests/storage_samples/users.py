"""Samples of storage/queries/users/."""

from collections.abc import Mapping
from datetime import UTC, datetime

from psycopg.types.json import Jsonb

from tests.storage_samples.sample import Sample

_AT = datetime(2026, 1, 1, 0, 5, tzinfo=UTC)
_LATER = datetime(2026, 6, 1, tzinfo=UTC)
_SESSION = bytes.fromhex("ab" * 32)
_LINK = bytes.fromhex("cd" * 32)
_TRIED = {"name": "officer", "address": "10.0.0.1"}
_NEW = {
    "name": "viewer",
    "shown_name": "来访者",
    "password_hash": "none",
    "kind": "viewer",
    "institution": "bureau",
    "language": "en",
    "at": _AT,
    "must_change": True,
}

SAMPLES: Mapping[str, Sample] = {
    "users/accounts": Sample({"institution": "city"}),
    "users/add_account": Sample(_NEW),
    "users/add_audit_entry": Sample(
        {
            "author": "admin",
            "action": "kind",
            "subject": "account officer",
            "was": Jsonb({"kind": "viewer"}),
            "became": Jsonb({"kind": "energy_officer"}),
        }
    ),
    "users/add_link": Sample({"token_hash": bytes(32), "account": 1, "expires_at": _AT}),
    "users/audit_entries": Sample({"older_than": None, "about": "OFFICER", "most": 10}),
    "users/begin_session": Sample({"id_hash": bytes(32), "account": 1, "at": _AT, "address": "10.0.0.1"}),
    "users/end_session": Sample({"id_hash": _SESSION, "at": _AT}),
    "users/end_sessions": Sample({"account": 1, "at": _AT, "but": None}),
    "users/failures": Sample({**_TRIED, "since": datetime(2025, 12, 31, tzinfo=UTC)}),
    "users/find_account": Sample({"name": "Officer"}),
    "users/find_session": Sample({"id_hash": _SESSION}),
    "users/forget_failures": Sample({**_TRIED, "before": _AT}),
    "users/forget_links": Sample({"account": 1, "now": _AT}),
    "users/forget_sessions": Sample({"before": _LATER}),
    "users/institutions": Sample({"institution": "city"}),
    "users/lock_accounts": Sample({"lock": 1}),
    "users/note_failure": Sample({**_TRIED, "at": _AT}),
    "users/see_session": Sample({"id_hash": _SESSION, "at": _AT}),
    "users/set_disabled": Sample({"account": 1, "at": _AT}),
    "users/set_kind": Sample({"account": 1, "kind": "viewer"}),
    "users/set_password": Sample({"account": 1, "password_hash": "other", "must_change": False}),
    "users/use_link": Sample({"token_hash": _LINK, "now": _AT}),
}
