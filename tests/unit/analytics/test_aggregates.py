"""Days and months of a site's own calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from analytics.aggregates import (
    NIGHT_HOURS,
    daily,
    edges,
    local_days,
    midnights,
    monthly,
    night_amounts,
    touched,
)
from models.amounts import Amounts
from models.day_span import DaySpan

SHANGHAI, BERLIN, HAVANA = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin"), ZoneInfo("America/Havana")


def hours(begin: str, count: int, meter: int = 1) -> Amounts:
    start = np.datetime64(begin, "us") + np.arange(count) * np.timedelta64(1, "h")
    ones = np.ones(count)
    return Amounts(np.full(count, meter), start.astype("datetime64[us]"), ones, ones / 4, ones / 2)


def test_a_day_is_that_of_the_site() -> None:
    days = daily(hours("2026-11-20T16", 48), SHANGHAI)
    assert days.start.tolist() == [date(2026, 11, 21), date(2026, 11, 22)]
    assert days.amount.tolist() == [24, 24]
    assert days.estimated.tolist() == [6, 6]
    assert days.coverage.tolist() == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(("begin", "day", "length"), [("2026-03-28T23", 29, 23), ("2026-10-24T22", 25, 25)])
def test_days_on_which_clocks_change_have_23_and_25_hours(begin: str, day: int, length: int) -> None:
    days = daily(hours(begin, length), BERLIN)
    assert [start.day for start in days.start.tolist()] == [day]
    assert days.amount.tolist() == [length]
    assert days.coverage.tolist() == pytest.approx([0.5])


def test_a_day_begins_once_where_midnight_comes_twice_or_never() -> None:
    never = midnights(np.array(["2026-03-08", "2026-03-09"], "datetime64[D]"), HAVANA)
    twice = midnights(np.array(["2026-11-01", "2026-11-02"], "datetime64[D]"), HAVANA)
    lengths = [(end - begin) / np.timedelta64(1, "h") for begin, end in (never, twice)]
    assert lengths == [23, 25]


def test_absent_hours_cover_nothing_of_their_day() -> None:
    days = daily(hours("2026-11-20T16", 6), SHANGHAI)
    assert days.coverage.tolist() == pytest.approx([6 * 0.5 / 24])


def test_meters_are_kept_apart() -> None:
    one, other = hours("2026-11-20T16", 24), hours("2026-11-20T16", 12, meter=2)
    both = Amounts(
        *(np.concatenate([getattr(one, name), getattr(other, name)]) for name in ("meter", "start")),
        *(
            np.concatenate([getattr(one, name), getattr(other, name)])
            for name in ("amount", "estimated", "coverage")
        ),
    )
    days = daily(both, SHANGHAI)
    assert (days.meter.tolist(), days.amount.tolist()) == ([1, 2], [24, 12])


def test_a_month_weighs_its_days_by_their_hours() -> None:
    march = daily(hours("2026-02-28T23", 31 * 24 - 1), BERLIN)
    months = monthly(march, BERLIN)
    assert months.start.tolist() == [date(2026, 3, 1)]
    assert months.amount.tolist() == [743]
    assert months.coverage.tolist() == pytest.approx([0.5])
    half = monthly(daily(hours("2026-02-28T23", 24), BERLIN), BERLIN)
    assert half.coverage.tolist() == pytest.approx([0.5 * 24 / 743])


def test_touched_hours_name_their_whole_days_and_months() -> None:
    at = np.array(["2026-11-30T15", "2026-11-30T16"], "datetime64[us]")
    span = touched(at, SHANGHAI)
    assert span.days == (date(2026, 11, 30), date(2026, 12, 2))
    assert span.months == (date(2026, 11, 1), date(2027, 1, 1))
    assert span.start == datetime(2026, 11, 29, 16, tzinfo=UTC)
    assert span.end == datetime(2026, 12, 1, 16, tzinfo=UTC)


def test_an_hour_that_midnight_cuts_belongs_to_the_day_it_begins_in() -> None:
    at = np.array(["2026-11-20T18", "2026-11-20T19"], "datetime64[us]")
    assert local_days(at, ZoneInfo("Asia/Kolkata")).tolist() == [date(2026, 11, 20), date(2026, 11, 21)]


def test_nothing_adds_up_to_nothing() -> None:
    none = daily(hours("2026-11-20T16", 0), SHANGHAI)
    assert len(monthly(none, SHANGHAI).start) == 0


@pytest.mark.parametrize(
    ("first", "zone", "begins", "hours"),
    [
        (date(2026, 3, 28), "Europe/Berlin", datetime(2026, 3, 27, 23, tzinfo=UTC), 24),
        (date(2026, 3, 29), "Europe/Berlin", datetime(2026, 3, 28, 23, tzinfo=UTC), 23),
        (date(2026, 10, 25), "Europe/Zagreb", datetime(2026, 10, 24, 22, tzinfo=UTC), 25),
    ],
)
def test_a_span_of_days_begins_and_ends_at_local_midnights(
    first: date, zone: str, begins: datetime, hours: int
) -> None:
    start, end = edges(DaySpan(first, first + timedelta(days=1)), ZoneInfo(zone))
    assert (start, end - start) == (begins, timedelta(hours=hours))


def nights_of(zone: str, day: str) -> list[float]:
    """Return the night of a day whose hours, of UTC, amount to 0, 1, 2 ... from noon of the day before on."""
    begin = np.datetime64(day) - np.timedelta64(12, "h")
    start = begin.astype("datetime64[us]") + np.arange(60) * np.timedelta64(1, "h")
    whole = np.ones(60)
    of_hours = Amounts(np.ones(60, np.int64), start, np.arange(60.0), whole * 0, whole)
    zoned = ZoneInfo(zone)
    row = daily(of_hours, zoned).start.tolist().index(date.fromisoformat(day))
    return night_amounts(of_hours, zoned)[row].tolist()


@pytest.mark.parametrize(
    ("zone", "day", "wanted"),
    [
        ("UTC", "2026-06-01", [13, 14, 15, 16]),
        ("Asia/Shanghai", "2026-06-01", [5, 6, 7, 8]),
        # two o'clock is three, and comes twice
        ("Europe/Berlin", "2026-03-29", [12, 13, 14]),
        ("Europe/Berlin", "2026-10-25", [11, 12, 13, 14, 15]),
        # one o'clock comes twice, and one and two o'clock do
        ("Europe/London", "2026-10-25", [12, 13, 14, 15, 16]),
        ("Antarctica/Troll", "2026-10-25", [11, 12, 13, 14, 15, 16]),
        # midnight never comes, and comes twice
        ("America/Havana", "2026-03-08", [17, 18, 19, 20]),
        ("America/Havana", "2026-11-01", [18, 19, 20, 21]),
        # an hour of UTC begins at half past
        ("Asia/Kolkata", "2026-06-01", [8, 9, 10, 11]),
        ("Australia/Lord_Howe", "2026-04-05", [2, 3, 4, 5, 6]),
    ],
)
def test_a_night_has_the_hours_of_its_clock_in_order(zone: str, day: str, wanted: list[float]) -> None:
    found = nights_of(zone, day)
    assert found[: len(wanted)] == wanted
    assert np.isnan(found[len(wanted) :]).all()
    assert len(found) == NIGHT_HOURS


def test_a_night_leaves_out_what_is_not_measured() -> None:
    start = np.array(["2026-06-01T01", "2026-06-01T02", "2026-06-01T04", "2026-06-02T03"], "datetime64[us]")
    of_hours = Amounts(
        np.array([1, 1, 1, 2]),
        start,
        np.array([1.0, 2.0, 3.0, 4.0]),
        np.array([0.0, 0.1, 0.0, 0.0]),
        # kept as `real`, 0.9 is a little less
        np.array([0.91, 1.0, 0.9, 1.0]),
    )
    nan = np.nan
    wanted = [[1, nan, nan, nan, nan, nan], [nan, nan, 4, nan, nan, nan]]
    assert np.array_equal(night_amounts(of_hours, ZoneInfo("UTC")), wanted, equal_nan=True)
