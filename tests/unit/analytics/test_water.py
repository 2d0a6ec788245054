"""Water per person, by hand calculation."""

from datetime import date

import numpy as np
import pytest

from analytics.people import people_by_day
from analytics.water import NoFigure, Progress, Year, water_per_person
from models.amounts import Amounts
from models.figures import Headcount

YEAR = Year(2026)


def days(
    first: str, amounts: list[float], meter: int = 1, coverage: float = 1.0, estimated: float = 0.0
) -> Amounts:
    start = np.datetime64(first, "D") + np.arange(len(amounts))
    values = np.array(amounts)
    covered = np.full(len(amounts), coverage)
    return Amounts(np.full(len(amounts), meter), start, values, values * estimated, covered)


def together(*parts: Amounts) -> Amounts:
    names = ("meter", "start", "amount", "estimated", "coverage")
    return Amounts(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def people(
    count: float, valid_from: str = "2026-01-01", valid_to: str | None = None, place: int = 1
) -> Headcount:
    until = None if valid_to is None else date.fromisoformat(valid_to)
    return Headcount(place, frozenset(), date.fromisoformat(valid_from), until, count)


def progress(use: Amounts, *counts: Headcount, quota: float | None = 25.0, year: Year = YEAR) -> Progress:
    found = water_per_person(use, counts, year, quota)
    assert isinstance(found, Progress)
    return found


def test_the_worked_example() -> None:
    found = progress(days("2026-10-18", [67.0] * 35), people(600))
    assert found.numerator == pytest.approx(2345)
    assert found.denominator == 600
    assert found.observed_days == 35
    assert found.value == pytest.approx(3.9083, abs=1e-4)
    assert found.used_share == pytest.approx(0.15633, abs=1e-5)
    assert found.due_share == pytest.approx(0.09589, abs=1e-5)
    assert found.projected == pytest.approx(40.758, abs=1e-3)


def test_several_main_meters_add_up_and_days_count_once() -> None:
    one, other = days("2026-03-01", [10.0] * 10), days("2026-03-01", [5.0] * 10, meter=2)
    found = progress(together(one, other), people(10))
    assert (found.numerator, found.observed_days) == (150, 10)


def test_people_are_weighted_by_the_observed_days() -> None:
    changing = (people(100, "2026-01-01", "2026-03-05"), people(200, "2026-03-05"))
    found = progress(days("2026-03-01", [1.0] * 10), *changing)
    assert found.denominator == pytest.approx((4 * 100 + 6 * 200) / 10)


def test_days_without_a_headcount_do_not_pull_the_mean_down() -> None:
    found = progress(days("2026-03-01", [1.0] * 10), people(100, "2026-03-05"))
    assert found.denominator == 100


def test_what_ran_through_before_the_first_reading_is_not_held_against_anybody() -> None:
    before = days("2026-01-01", [20.0] * 59, coverage=0.0, estimated=1.0)
    found = progress(together(before, days("2026-03-01", [10.0] * 10)), people(10))
    assert (found.numerator, found.observed_days, found.estimated_share) == (100, 10, 0)


def test_a_gap_between_readings_counts_in_full() -> None:
    gap = days("2026-03-11", [10.0] * 5, coverage=0.0, estimated=1.0)
    found = progress(together(days("2026-03-01", [10.0] * 10), gap), people(10))
    assert (found.numerator, found.observed_days) == (150, 15)
    assert found.coverage == pytest.approx(10 / 15)
    assert found.estimated_share == pytest.approx(5 / 15)


def test_a_leap_year_has_366_days() -> None:
    found = progress(days("2028-01-01", [1.0] * 61), people(1), year=Year(2028))
    assert found.due_share == pytest.approx(61 / 366)


def test_a_blank_quota_leaves_the_used_share_empty() -> None:
    assert progress(days("2026-03-01", [1.0]), people(1), quota=None).used_share is None


@pytest.mark.parametrize("counts", [(), (people(0),), (people(5, "2026-06-01"),)])
def test_without_people_there_is_no_figure(counts: tuple[Headcount, ...]) -> None:
    assert water_per_person(days("2026-03-01", [1.0]), counts, YEAR, 25.0) is NoFigure.NO_PEOPLE


def test_without_readings_there_is_no_figure() -> None:
    for use in (days("2026-03-01", [1.0], coverage=0.0), days("2026-03-01", [])):
        assert water_per_person(use, (people(1),), YEAR, 25.0) is NoFigure.NO_WATER


def test_people_of_a_place_and_of_one_around_it_are_not_counted_twice() -> None:
    inner = Headcount(2, frozenset({1}), date(2026, 1, 1), None, 30)
    outer = people(50, "2026-03-02")
    both = people_by_day([inner, outer], np.array(["2026-03-01", "2026-03-02"], "datetime64[D]"))
    assert both.tolist() == [30, 50]
