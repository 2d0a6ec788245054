"""What is due, where a year will end, when it passes its quota, and what it is compared with."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from analytics.indicators.judging import tier
from analytics.indicators.periods import month_of, year_of
from analytics.indicators.staleness import heating_seasons, touched_periods
from models.calendar import Calendar
from models.errors import NoCalendarError
from models.figures import CheckReason, DueBasis, PeriodKind
from models.quotas import Indicator
from tests.unit.analytics.indicators.house import (
    SHIPPED,
    ask,
    days,
    figure,
    ladder,
    place,
    point,
    quota,
    together,
)

WATER = "water_per_person"
_2025 = np.arange("2025-01-01", "2026-01-01", dtype="datetime64[D]")
_JULY = _2025.astype("datetime64[M]") == np.datetime64("2025-07")


def last_year() -> np.ndarray:
    """10 m3 in each month, 90 in July: 200 m3."""
    lengths = [(month_of(day).end - month_of(day).start).days for day in _2025.tolist()]
    return np.where(_JULY, 90.0, 10.0) / np.array(lengths)


def test_last_years_months_say_what_is_due() -> None:
    use = together(days("2025-01-01", last_year()), days("2026-01-01", 1.2 * last_year()[:181]))
    stands = figure(ask(use, quotas=[quota()]), WATER).standing
    assert stands.due_basis is DueBasis.PROFILE
    assert stands.due_share == pytest.approx(60 / 200)
    assert stands.used_share == pytest.approx(72 / 250)
    assert stands.projected == pytest.approx(1.2 * 200 / 10)


def test_within_a_month_every_day_is_due_alike() -> None:
    use = together(days("2025-01-01", last_year()), days("2026-01-01", [0.4] * 196))
    stands = figure(ask(use, quotas=[quota()]), WATER).standing
    assert stands.due_share == pytest.approx((60 + 90 * 15 / 31) / 200)


@pytest.mark.parametrize(("begin", "basis"), [(59, DueBasis.PROFILE), (90, DueBasis.DAYS)])
def test_a_profile_takes_ten_whole_months(begin: int, basis: DueBasis) -> None:
    use = together(
        days(str(_2025[begin]), last_year()[begin:]),
        days("2026-01-01", [1.0] * 59),
    )
    stands = figure(ask(use, quotas=[quota()]), WATER).standing
    assert stands.due_basis is basis
    if basis is DueBasis.PROFILE:
        # January and February take the mean day of the other 306 days: 180 m3
        missing = 180 / 306 * 59
        assert stands.due_share == pytest.approx(missing / (180 + missing))
    else:
        assert stands.due_share == pytest.approx(59 / 365)


def test_the_range_comes_from_how_the_months_vary_against_last_year() -> None:
    ratios = np.repeat([1.1, 0.9, 1.0], [31, 28, 31])
    use = together(days("2025-01-01", last_year()), days("2026-01-01", ratios * last_year()[:90]))
    stands = figure(ask(use, quotas=[quota()]), WATER).standing
    # 30 of 200 used as last year; the ratios 1.1, 0.9, 1.0 have the standard deviation 0.1
    assert stands.projected == pytest.approx(20.0)
    assert stands.projected_low == pytest.approx(20 - 20 * 0.85 * 0.1)
    assert stands.projected_high == pytest.approx(20 + 20 * 0.85 * 0.1)


def test_without_a_profile_the_range_comes_from_whole_weeks() -> None:
    use = days("2026-01-01", [1.0] * 7 + [2.0] * 7 + [3.0] * 7 + [2.0])
    stands = figure(ask(use), WATER).standing
    projected = 44 / 10 / 22 * 365
    assert stands.projected == pytest.approx(projected)
    # weeks of 7, 14, 21: the standard deviation is half of the mean
    assert stands.projected_high == pytest.approx(projected * (1 + 0.5 * (1 - 22 / 365)))
    assert stands.projected_low == pytest.approx(max(4.4, projected * (1 - 0.5 * (1 - 22 / 365))))


def test_a_fortnight_is_needed_for_a_range() -> None:
    stands = figure(ask(days("2026-01-01", [1.0] * 13)), WATER).standing
    assert (stands.projected_low, stands.projected_high) == (None, None)


def test_the_day_on_which_the_limit_will_be_passed() -> None:
    # 250 m3 for 10 people: at 1 m3 a day the 251st day passes it, whether it has come or not
    assert (date(2026, 1, 1) + (date(2026, 9, 8) - date(2026, 1, 1))).timetuple().tm_yday == 251
    for observed in (100, 300):
        found = figure(ask(days("2026-01-01", [1.0] * observed), quotas=[quota()]), WATER)
        assert found.standing.limit_date == date(2026, 9, 8)


def test_a_limit_that_is_kept_has_no_day() -> None:
    found = figure(ask(days("2026-01-01", [250 / 365] * 100), quotas=[quota()]), WATER)
    assert found.standing.projected == pytest.approx(25.0)
    assert figure(ask(days("2026-01-01", [0.68] * 100), quotas=[quota()]), WATER).standing.limit_date is None


def test_a_year_that_was_not_metered_from_its_beginning_has_no_such_day() -> None:
    found = figure(ask(days("2026-10-18", [67.0] * 35), places=[place(600)], quotas=[quota()]), WATER)
    assert found.standing.limit_date is None


def test_a_year_is_judged_when_it_is_over_and_not_before() -> None:
    over = figure(
        ask(days("2025-01-01", [1.0] * 365), quotas=[quota()], period=year_of(date(2025, 1, 1))), WATER
    )
    assert (over.standing.tier, over.standing.projected) == ("> 通用值", None)
    running = figure(ask(days("2026-01-01", [1.0] * 325), quotas=[quota()]), WATER)
    assert running.standing.tier is None


def test_a_year_that_was_not_metered_wholly_is_not_judged() -> None:
    period = year_of(date(2025, 1, 1))
    found = figure(ask(days("2025-03-01", [1.0] * 306), quotas=[quota()], period=period), WATER)
    assert found.standing.tier is None
    assert CheckReason.PARTLY_METERED in found.check_reasons


@pytest.mark.parametrize(
    ("value", "keeps"),
    [(7.5, "引导值"), (7.6, "基准值"), (10.0, "基准值"), (16.5, "约束值"), (16.6, "> 约束值")],
)
def test_the_tiers_of_a_ladder(value: float, keeps: str) -> None:
    assert tier(ladder(Indicator.NON_HEATING_ENERGY_PER_AREA, (7.5, 10.0, 16.5)).quota, value) == keeps


def test_a_value_below_the_guide_and_a_jump_of_people_are_to_be_checked() -> None:
    places = [place(100, until="2025-01-01"), place(111, since="2025-01-01")]
    judged = [ladder(Indicator.WATER_PER_PERSON, (10.0, 20.0, 25.0))]
    use, period = days("2025-01-01", [1.0] * 365), year_of(date(2025, 1, 1))
    found = figure(ask(use, places=places, quotas=judged, period=period), WATER)
    assert found.check_reasons == (CheckReason.BELOW_GUIDE, CheckReason.PEOPLE_JUMP)
    steady = [place(100, until="2025-01-01"), place(110, since="2025-01-01")]
    assert CheckReason.PEOPLE_JUMP not in figure(ask(use, places=steady, period=period), WATER).check_reasons


def test_a_jump_of_area_is_to_be_checked() -> None:
    places = [place(10, 1000, until="2025-01-01"), place(10, 880, since="2025-01-01")]
    use, period = days("2025-01-01", [1.0] * 365), year_of(date(2025, 1, 1))
    assert figure(ask(use, places=places, period=period), "water_per_area").check_reasons == (
        CheckReason.AREA_JUMP,
    )


def test_a_running_month_is_compared_with_the_same_days_only() -> None:
    use = together(
        days("2025-11-01", [2.0] * 30),
        days("2026-10-01", [3.0] * 20 + [50.0] * 11),
        days("2026-11-01", [4.0] * 20),
    )
    found = figure(ask(use, period=month_of(date(2026, 11, 1))), WATER)
    assert found.composition.value == pytest.approx(8.0)
    assert found.comparison.value_last_period == pytest.approx(6.0)
    assert found.comparison.value_last_year == pytest.approx(4.0)
    assert (found.unit, found.standing.quota_value) == ("m3/person", None)


def test_a_whole_month_is_compared_with_a_whole_one() -> None:
    use = together(days("2026-02-01", [1.0] * 28), days("2026-03-01", [1.0] * 31))
    found = figure(ask(use, period=month_of(date(2026, 3, 1))), "water")
    assert (found.composition.value, found.comparison.value_last_period) == (31, 28)


def test_a_leap_day_is_part_of_the_year_it_is_compared_with() -> None:
    use = days("2024-01-01", [1.0] * 731)
    found = figure(ask(use, period=month_of(date(2025, 2, 1))), "water")
    assert (found.composition.value, found.comparison.value_last_year) == (28, 29)


def test_days_that_are_not_metered_are_not_compared_with() -> None:
    use = together(days("2026-10-15", [3.0] * 17), days("2026-11-01", [4.0] * 20))
    found = figure(ask(use, period=month_of(date(2026, 11, 1))), WATER)
    assert found.comparison.value_last_period is None


def test_a_month_touches_what_it_is_part_of_and_what_is_compared_with_it() -> None:
    today = date(2026, 11, 22)
    seasons = heating_seasons(SHIPPED, "yinchuan", date(2024, 1, 1), today)
    found = touched_periods([date(2025, 11, 1)], seasons, today)
    named = {(period.kind.value, period.start.isoformat()) for period in found}
    months = [f"2025-{month}-01" for month in (11, 12)] + [f"2026-{month:02}-01" for month in range(1, 12)]
    assert named == {
        *(("month", month) for month in months),
        ("year", "2025-01-01"),
        ("year", "2026-01-01"),
        ("heating_season", "2025-11-01"),
        ("heating_season", "2026-11-01"),
    }


def test_nothing_that_has_not_begun_is_computed() -> None:
    found = touched_periods([date(2026, 11, 1)], [], date(2026, 11, 22))
    assert [period.kind for period in found] == [PeriodKind.YEAR, PeriodKind.MONTH]


def test_a_running_season_that_no_table_knows_is_an_error() -> None:
    with pytest.raises(NoCalendarError, match=r"heating\.yaml"):
        heating_seasons(Calendar(), "yinchuan", date(2026, 1, 1), date(2026, 11, 22))
    assert heating_seasons(Calendar(), None, date(2026, 1, 1), date(2026, 11, 22)) == []


def test_the_running_day_is_the_institutions_own() -> None:
    use, now = days("2025-01-01", [1.0] * 365), datetime(2025, 12, 31, 12, tzinfo=UTC)
    found = figure(ask(use, quotas=[quota()], period=year_of(date(2025, 1, 1)), now=now), WATER)
    assert (found.standing.tier, found.standing.projected) == (None, pytest.approx(36.5))


def test_without_a_last_year_heated_days_are_due_apart() -> None:
    use = days("2026-10-25", [5.0] * 7 + [20.0] * 21)
    stands = figure(ask(use, points=[point(1, "heat")]), "heat").standing
    whole = 5 * 214 + 20 * 151
    assert stands.due_basis is DueBasis.HEATING
    assert stands.due_share == pytest.approx((5 * 7 + 20 * 21) / whole)
    assert stands.projected == pytest.approx(whole)
    assert stands.projected_high == pytest.approx(whole), "no week differs from its course"


def test_without_a_week_of_other_days_every_day_is_due_alike_where_it_heats() -> None:
    use = days("2026-10-26", [5.0] * 6 + [20.0] * 21)
    stands = figure(ask(use, points=[point(1, "heat")]), "heat").standing
    assert (stands.due_basis, stands.due_share) == (DueBasis.DAYS, pytest.approx(27 / 365))


def test_where_no_heat_is_used_outside_the_season_the_rest_of_the_year_is_due_nothing() -> None:
    use = days("2026-10-18", [0.0] * 14 + [10.0] * 14)
    stands = figure(ask(use, points=[point(1, "heat")]), "heat").standing
    assert (stands.due_share, stands.projected) == (pytest.approx(14 / 151), pytest.approx(1510))
