"""Spans of days, cut at months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.day_span import DaySpan, month_of


def test_a_span_is_cut_at_the_first_of_each_month() -> None:
    cut = list(DaySpan(date(2026, 10, 15), date(2027, 1, 3)).months())
    assert [(str(part), part.month) for part in cut] == [
        ("2026-10-15 to 2026-10-31", "2026-10"),
        ("2026-11-01 to 2026-11-30", "2026-11"),
        ("2026-12-01 to 2026-12-31", "2026-12"),
        ("2027-01-01 to 2027-01-02", "2027-01"),
    ]


@given(start=st.dates(date(2000, 1, 1), date(2090, 1, 1)), days=st.integers(1, 900))
def test_the_months_of_a_span_follow_each_other_without_a_day_lost(start: date, days: int) -> None:
    span = DaySpan(start, start + timedelta(days=days))
    cut = list(span.months())
    assert (cut[0].start, cut[-1].end) == (span.start, span.end)
    assert [part.end for part in cut[:-1]] == [part.start for part in cut[1:]]
    assert all(part.start.month == (part.end - timedelta(days=1)).month for part in cut)
    assert sum(part.days for part in cut) == days


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2026, 12, 1)])
def test_december_ends_with_the_year(day: date) -> None:
    assert month_of(day) == DaySpan(date(2026, 12, 1), date(2027, 1, 1))
