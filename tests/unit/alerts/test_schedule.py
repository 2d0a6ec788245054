"""When a rule watches."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from guanjia.calendar_files import read_calendar
from models.calendar import Calendar
from models.errors import NoCalendarError
from models.rules import Schedule

CALENDAR = read_calendar(Path(__file__).parents[3] / "config" / "calendar")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def holds(at: str, heating: str | None = "yinchuan", **written: object) -> bool:
    local = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    return Schedule.model_validate(written).holds(local.astimezone(UTC), SHANGHAI, heating, CALENDAR)


@pytest.mark.parametrize(
    ("at", "is_workday"),
    [
        ("2026-11-20T12:00", True),
        ("2026-11-21T12:00", False),
        ("2026-10-01T12:00", False),
        ("2026-10-10T12:00", True),
    ],
    ids=["friday", "saturday", "national day", "saturday worked for it"],
)
def test_workdays_are_those_of_the_calendar(at: str, is_workday: bool) -> None:
    assert holds(at, days="workdays") is is_workday
    assert holds(at, days="rest") is not is_workday
    assert holds(at, days="all")


def test_times_are_local_and_the_end_is_left_out() -> None:
    office = {"from": "8:30", "to": "18:00"}
    found = [holds(f"2026-11-20T{at}", **office) for at in ("08:29", "08:30", "17:59", "18:00")]
    assert found == [False, True, True, False]


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    night = {"from": "22:00", "to": "06:00", "days": "rest"}
    # Friday night, Saturday night, Sunday night
    found = [
        holds(f"2026-11-{at}", **night) for at in ("21T03:00", "22T03:00", "22T23:00", "23T03:00", "23T23:00")
    ]
    assert found == [False, True, True, True, False]
    assert not holds("2026-11-22T12:00", **night)


def test_seasons_are_those_of_the_heating_region() -> None:
    assert holds("2026-11-20T12:00", season="heating")
    assert not holds("2026-07-20T12:00", season="heating")
    assert holds("2026-07-20T12:00", season="not_heating")
    assert not holds("2026-11-20T12:00", heating=None, season="heating")


def test_a_year_without_calendar_is_an_error_only_where_days_matter() -> None:
    now = datetime(2031, 1, 1, tzinfo=UTC)
    assert Schedule().holds(now, SHANGHAI, None, Calendar())
    with pytest.raises(NoCalendarError):
        Schedule.model_validate({"days": "workdays"}).holds(now, SHANGHAI, None, Calendar())
