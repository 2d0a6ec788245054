"""Workdays as the notices give them, what an operator writes over them, and years nobody knows."""

from datetime import date

import pytest

from models.calendar import Calendar, DayKind, HeatingSeason, NamedDay, NoCalendarError, years_of_notices

WRITTEN = NamedDay(date(2026, 9, 21), DayKind.REST, "校庆")
SEASONS = (
    HeatingSeason("hills", date(2024, 11, 1), date(2025, 4, 16)),
    HeatingSeason("hills", date(2025, 10, 25), date(2026, 4, 16)),
)


@pytest.mark.parametrize(("year", "workdays"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_workdays_of_a_year_are_those_of_its_notice(year: int, workdays: int) -> None:
    assert Calendar().workdays(date(year, 1, 1), date(year + 1, 1, 1)) == workdays


def test_a_holiday_is_off_and_the_weekend_worked_for_it_is_not() -> None:
    calendar = Calendar()
    assert calendar.kind(date(2026, 2, 17)) is DayKind.REST
    assert calendar.kind(date(2026, 2, 14)) is DayKind.WORKDAY
    assert date(2026, 2, 14).weekday() == 5
    named = calendar.named(date(2026, 2, 17))
    assert named is not None
    assert named.name == "春节"


def test_the_end_of_a_span_is_not_counted() -> None:
    assert Calendar().workdays(date(2026, 3, 2), date(2026, 3, 2)) == 0
    assert Calendar().workdays(date(2026, 3, 2), date(2026, 3, 3)) == 1


def test_a_year_nobody_knows_says_which_and_what_to_write_where() -> None:
    after = years_of_notices()[1] + 1
    with pytest.raises(NoCalendarError) as caught:
        Calendar(folder="our/calendar").is_workday(date(after, 3, 2))
    assert caught.value.year == after
    for word in (str(after), "`years`", "our/calendar/workdays.yaml", "make-up workdays"):
        assert word in str(caught.value)


def test_a_day_the_operator_writes_comes_before_the_notice() -> None:
    calendar = Calendar(days={WRITTEN.day: WRITTEN})
    assert Calendar().is_workday(WRITTEN.day)
    assert not calendar.is_workday(WRITTEN.day)
    assert WRITTEN in calendar.named_days(2026)


def test_a_whole_year_the_operator_writes_replaces_that_of_the_notice() -> None:
    new_year = NamedDay(date(2031, 1, 1), DayKind.REST, "元旦")
    worked = NamedDay(date(2031, 1, 4), DayKind.WORKDAY, "元旦")
    calendar = Calendar(years={2031: {day.day: day for day in (new_year, worked)}})
    kinds = [calendar.kind(date(2031, 1, day)) for day in range(1, 6)]
    rest, work = DayKind.REST, DayKind.WORKDAY
    assert kinds == [rest, work, work, work, rest]
    assert calendar.named_days(2031) == [new_year, worked]


def test_the_first_day_without_heating_is_no_day_of_the_season() -> None:
    calendar = Calendar(heating={"hills": SEASONS})
    assert calendar.season("hills", date(2026, 4, 15)) == SEASONS[1]
    assert calendar.season("hills", date(2026, 4, 16)) is None
    assert calendar.season("hills", date(2025, 10, 24)) is None
    assert calendar.season("hills", date(2025, 10, 25)) == SEASONS[1]


def test_the_seasons_of_a_span_are_those_that_overlap_it() -> None:
    calendar = Calendar(heating={"hills": SEASONS})
    assert calendar.seasons("hills", date(2025, 1, 1), date(2026, 1, 1)) == SEASONS
    assert calendar.seasons("hills", date(2025, 4, 16), date(2025, 10, 25)) == ()


@pytest.mark.parametrize(("region", "day"), [("hills", date(2027, 1, 1)), ("plain", date(2026, 1, 1))])
def test_a_season_nobody_knows_says_what_to_write_where(region: str, day: date) -> None:
    with pytest.raises(NoCalendarError, match=rf"'{region}'.*heating\.yaml.*hills"):
        Calendar(heating={"hills": SEASONS}).season(region, day)
