"""Every reason code is explained to whoever meets it."""

from pathlib import Path

import pytest

from models.consumption import AsideReason, FlagReason, HourReason

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "indicators.md"


@pytest.mark.parametrize("reason", [*HourReason, *AsideReason, *FlagReason])
def test_a_reason_is_explained_in_the_reference(reason: HourReason | AsideReason | FlagReason) -> None:
    assert f"| `{reason.value}` |" in PAGE.read_text("utf-8")
