"""Targets from an institution's own earlier weeks, before it has a last year."""

from datetime import UTC, date, datetime

import pytest

from analytics.indicators.figures import Outcome
from analytics.indicators.periods import Period, month_of, year_of
from models.figures import PeriodKind
from tests.unit.analytics.indicators.house import ask, days, figure, place, point, quota, together

NOTHING = (None, None, None)
NOVEMBER = month_of(date(2026, 11, 1))
SEASON = Period(PeriodKind.HEATING_SEASON, date(2026, 11, 1), date(2027, 4, 1))


Told = tuple[float | None, date | None, date | None]


def told(found: dict[str, Outcome], indicator: str = "water") -> Told:
    own = figure(found, indicator).own_weeks
    return own.own_value, own.own_from, own.own_to


def test_a_month_has_the_mean_day_of_the_weeks_before_it() -> None:
    weeks = [3.0, 3.0, 3.0, 3.0, 3.0, 0.0, 0.0] * 3
    use = days("2026-10-11", weeks + [9.0] * 20)
    assert told(ask(use, period=NOVEMBER)) == (
        pytest.approx(15 / 7 * 30),
        date(2026, 10, 11),
        date(2026, 10, 31),
    )


def test_days_beyond_whole_weeks_are_left_out_from_the_front() -> None:
    use = days("2026-10-09", [50.0, 50.0] + [2.0] * 21 + [9.0] * 20)
    assert told(ask(use, period=NOVEMBER)) == (pytest.approx(60), date(2026, 10, 11), date(2026, 10, 31))


def test_in_a_first_period_its_last_week_is_compared_with_those_before_it() -> None:
    use = days("2026-11-02", [2.0] * 7 + [9.0] * 7)
    assert told(ask(use)) == (pytest.approx(730), date(2026, 11, 2), date(2026, 11, 8))
    per_person = told(ask(use), "water_per_person")
    assert per_person[0] == pytest.approx(73.0), "ten people"
    per_day = told(ask(use), "water_per_person_day")
    assert per_day[0] == pytest.approx(200.0), "2 m3 a day for ten people are 200 L"


def test_thirteen_days_are_too_few() -> None:
    assert told(ask(days("2026-11-02", [2.0] * 13))) == NOTHING


def test_weeks_of_which_little_is_metered_say_nothing() -> None:
    barely = days("2026-10-04", [2.0] * 28, coverage=0.7)
    assert told(ask(together(barely, days("2026-11-01", [2.0] * 9)), period=NOVEMBER)) == NOTHING


def test_weeks_more_than_a_year_before_are_forgotten() -> None:
    use = together(days("2025-06-01", [2.0] * 28), days("2026-11-01", [2.0] * 9))
    assert told(ask(use, period=NOVEMBER)) == NOTHING


def test_heated_days_stand_for_heated_days_and_others_for_others() -> None:
    heats = [point(1, "heat")]
    use = days("2026-10-25", [5.0] * 7 + [20.0] * 14)
    # 1 January to 31 March and 1 November to 31 December are heated: 151 of 365 days
    assert told(ask(use, points=heats), "heat") == (
        pytest.approx(5 * 214 + 20 * 151),
        date(2026, 10, 25),
        date(2026, 11, 7),
    )
    assert told(ask(use, points=heats, period=NOVEMBER), "heat")[0] == pytest.approx(20 * 30)


def test_without_a_week_of_either_kind_of_day_there_is_no_target_where_it_heats() -> None:
    heated_only = days("2026-11-01", [20.0] * 21)
    assert told(ask(heated_only, points=[point(1, "heat")]), "heat") == NOTHING
    radiators = [point(1, "electricity"), point(2, "electricity", ancestors=[1], item="heating")]
    used = together(heated_only, days("2026-11-01", [5.0] * 21, meter=2))
    assert told(ask(used, points=radiators), "electricity") == NOTHING
    found = ask(used, points=radiators, places=[place(10, 100)])
    without_heating = told(found, "non_heating_energy_per_area")
    assert without_heating[0] == pytest.approx(15 * 0.1229 * 365 / 100)


def test_a_first_season_has_its_own_weeks() -> None:
    found = ask(
        days("2026-11-01", [10.0] * 7 + [20.0] * 7),
        points=[point(1, "heat")],
        places=[place(10, 100, 100)],
        period=SEASON,
    )
    value, since, until = told(found, "heating_energy_per_heated_area")
    assert value == pytest.approx(10 * 34.12 * 151 / 100)
    assert (since, until) == (date(2026, 11, 1), date(2026, 11, 7))


def test_a_figure_that_cannot_be_computed_has_no_target_either() -> None:
    use = days("2026-10-04", [2.0] * 40)
    assert told(ask(use, places=[]), "water_per_person") == NOTHING


def test_a_quota_that_nobody_asked_stands_beside_the_own_weeks() -> None:
    use = days("2026-10-04", [2.0] * 40)
    kept = figure(ask(use, quotas=[quota()]), "water_per_person")
    assert kept.standing.quota_value == 25.0
    assert kept.own_weeks.own_value == pytest.approx(73.0)


def test_a_year_looks_at_the_weeks_of_the_year_before_first() -> None:
    now = datetime(2026, 3, 1, 4, tzinfo=UTC)
    use = together(days("2025-10-01", [4.0] * 92), days("2026-01-01", [8.0] * 60))
    value, since, until = told(ask(use, period=year_of(date(2026, 1, 1)), now=now))
    assert (value, since, until) == (pytest.approx(4 * 365), date(2025, 10, 2), date(2025, 12, 31))
