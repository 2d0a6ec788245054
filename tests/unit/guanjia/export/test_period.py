"""The days of an export, cut at months and turned into instants."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guanjia.export.period import Period


def test_a_period_is_cut_at_the_first_of_each_month() -> None:
    cut = list(Period(date(2026, 10, 15), date(2027, 1, 3)).months())
    assert [(str(part), part.month) for part in cut] == [
        ("2026-10-15 to 2026-10-31", "2026-10"),
        ("2026-11-01 to 2026-11-30", "2026-11"),
        ("2026-12-01 to 2026-12-31", "2026-12"),
        ("2027-01-01 to 2027-01-02", "2027-01"),
    ]


@given(begin=st.dates(date(2000, 1, 1), date(2090, 1, 1)), days=st.integers(1, 900))
def test_the_months_of_a_period_follow_each_other_without_a_day_lost(begin: date, days: int) -> None:
    period = Period(begin, begin + timedelta(days=days))
    cut = list(period.months())
    assert (cut[0].begin, cut[-1].end) == (period.begin, period.end)
    assert [part.end for part in cut[:-1]] == [part.begin for part in cut[1:]]
    assert all(part.begin.month == (part.end - timedelta(days=1)).month for part in cut)


def test_a_day_on_which_the_clock_goes_back_has_25_hours() -> None:
    begin, end = Period(date(2026, 10, 25), date(2026, 10, 26)).instants("Europe/Zagreb")
    assert (begin, end - begin) == (datetime(2026, 10, 24, 22, tzinfo=UTC), timedelta(hours=25))
