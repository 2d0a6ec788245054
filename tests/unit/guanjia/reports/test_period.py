"""Which period a report is about."""

from datetime import date

import pytest

from guanjia.reports.period import ReportPeriod, Wanted, report_span
from models.errors import GuanjiaError

TODAY = date(2026, 2, 10)
MONTH, QUARTER, YEAR = ReportPeriod


@pytest.mark.parametrize(
    ("wanted", "first", "end"),
    [
        (Wanted(MONTH), "2026-01-01", "2026-02-01"),
        (Wanted(QUARTER), "2025-10-01", "2026-01-01"),
        (Wanted(YEAR), "2025-01-01", "2026-01-01"),
        (Wanted(MONTH, 2024), "2024-12-01", "2025-01-01"),
        (Wanted(MONTH, 2026, 2), "2026-02-01", "2026-03-01"),
        (Wanted(QUARTER, 2026), "2026-01-01", "2026-04-01"),
        (Wanted(QUARTER, 2024), "2024-10-01", "2025-01-01"),
        (Wanted(QUARTER, 2025, quarter=2), "2025-04-01", "2025-07-01"),
        (Wanted(YEAR, 2026), "2026-01-01", "2027-01-01"),
    ],
)
def test_the_last_that_is_over_unless_told(wanted: Wanted, first: str, end: str) -> None:
    span = report_span(wanted, TODAY)
    assert (f"{span.days.start}", f"{span.days.end}") == (first, end)


@pytest.mark.parametrize(
    "wanted", [Wanted(MONTH, 2026, 3), Wanted(QUARTER, 2026, quarter=2), Wanted(YEAR, 2027)]
)
def test_one_that_has_not_begun_is_refused_with_the_last_that_has(wanted: Wanted) -> None:
    with pytest.raises(GuanjiaError, match="has not begun: today is 2026-02-10"):
        report_span(wanted, TODAY)


def test_what_a_quarter_is_compared_with() -> None:
    span = report_span(Wanted(QUARTER, 2026, quarter=1), TODAY)
    assert f"{span.a_year_before()}" == "2025-01-01 to 2025-03-31"
    assert f"{span.the_one_before()}" == "2025-10-01 to 2025-12-31"
