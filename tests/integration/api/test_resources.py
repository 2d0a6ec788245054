"""Every resource in every format: the declared columns, whole pages, the same digits."""

from collections.abc import Mapping

import httpx
import pytest

from tests.integration.api.conftest import SPAN
from web.api.catalogue import RESOURCES

_DAYS = {"from": "2026-01-01", "to": "2026-02-01"}
ASKED: Mapping[str, Mapping[str, str]] = {
    "readings": {"meter": "w1", **SPAN},
    "consumption/hourly": {"institution": "bureau", **SPAN},
    "consumption/daily": {"institution": "bureau", **_DAYS},
    "consumption/monthly": {"meter": "w1"},
    "positions": {"vehicle": "宁A00001", **SPAN},
}
"""What resources need that do not answer without parameters."""


def wanted(path: str) -> dict[str, str]:
    return dict(ASKED.get(path, {}))


@pytest.mark.parametrize("path", RESOURCES)
def test_every_resource_answers_with_its_columns(client: httpx.Client, path: str) -> None:
    answer = client.get(f"/{path}", params=wanted(path))
    assert answer.status_code == 200, answer.text
    items = answer.json()["items"]
    assert items
    assert all(list(item) == [column.name for column in RESOURCES[path].columns] for item in items)
