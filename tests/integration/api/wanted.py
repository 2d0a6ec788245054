"""The parameters with which every resource answers rows of the samples."""

from collections.abc import Mapping

from tests.integration.api.conftest import SPAN

_DAYS = {"from": "2026-01-01", "to": "2026-02-01"}
_BALANCE = {"site": "yard", "medium": "water", **_DAYS}
_NEEDED: Mapping[str, Mapping[str, str]] = {
    "readings": {"meter": "w1", **SPAN},
    "consumption/hourly": {"institution": "bureau", **SPAN},
    "consumption/daily": {"institution": "bureau", **_DAYS},
    "consumption/monthly": {"meter": "w1"},
    "balance/levels": _BALANCE,
    "balance/fittings": _BALANCE,
    "balance/meters": _BALANCE,
    "positions": {"vehicle": "宁A00001", **SPAN},
}


def wanted(path: str) -> dict[str, str]:
    """Return what a resource needs."""
    return dict(_NEEDED.get(path, {}))
