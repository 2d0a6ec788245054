import pytest
from click import BadParameter

from guanjia.commands.dates import DAY, MONTH


@pytest.mark.parametrize("text", ["0001-01", "1948-12", "3000-01", "9999-12"])
def test_years_at_whose_ends_no_days_can_be_counted_are_refused(text: str) -> None:
    with pytest.raises(BadParameter, match="the year must be from 1949 to 2999"):
        MONTH.convert(text, None, None)


def test_other_days_and_months_are_read() -> None:
    assert DAY.convert("2026-11-21", None, None).isoformat() == "2026-11-21T00:00:00"
    assert MONTH.convert("1949-01", None, None).isoformat() == "1949-01-01T00:00:00"
