"""Several institutions behind one main meter, and in one place: each its own, the region once."""

from datetime import date

import numpy as np
import pytest

from analytics.indicators.periods import Period
from models.amounts import Amounts
from models.figures import CheckReason, Figure, MeteringPoint, Occupied, PeriodKind
from models.quotas import Indicator
from models.registry.kinds import PersonKind, PlaceKind
from tests.unit.analytics.indicators.house import ask, days, figure, ladder, place, point, quota, together

JANUARY = "2026-01-01"


def chain(owners: str, of: str) -> list[MeteringPoint]:
    """Return meters one behind the other, each of the owner with its letter, as the owners `of` see them."""
    return [
        point(number, ancestors=range(1, number), is_own=owner in of)
        for number, owner in enumerate(owners, start=1)
    ]


def counted(*each: float, count: int = 10, **known: float) -> Amounts:
    """Return days of meters 1, 2, ... that count so much a day."""
    return together(
        *(days(JANUARY, [amount] * count, number, **known) for number, amount in enumerate(each, start=1))
    )


def water(of: str, use: Amounts, owners: str = "aba") -> Figure:
    return figure(ask(use, points=chain(owners, of)), "water")


@pytest.mark.parametrize(("of", "used"), [("a", 700.0), ("b", 300.0), ("ab", 1000.0)])
def test_a_sub_meter_of_another_institution_is_taken_out_and_what_lies_behind_it_again_added(
    of: str, used: float
) -> None:
    assert water(of, counted(100, 40, 10)).composition.numerator == pytest.approx(used)


def test_a_day_without_the_main_meter_is_no_negative_use() -> None:
    use = together(days(JANUARY, [40.0] * 10, 2), days("2026-01-06", [100.0] * 5, 1))
    found = water("a", use, "ab")
    assert (found.composition.numerator, found.knowledge.observed_days) == (300.0, 5)


def test_what_lies_behind_a_silent_sub_meter_is_not_counted_twice() -> None:
    use = together(days(JANUARY, [100.0] * 10, 1), days(JANUARY, [10.0] * 10, 3))
    found = water("a", use)
    assert found.composition.numerator == pytest.approx(1000.0)
    assert CheckReason.SILENT_METER in found.check_reasons


def test_a_difference_is_covered_no_better_than_what_is_taken_out() -> None:
    use = together(days(JANUARY, [100.0] * 10, 1), days(JANUARY, [40.0] * 5, 2))
    found = water("a", use, "ab")
    assert found.knowledge.coverage == pytest.approx(0.5)
    assert CheckReason.LOW_COVERAGE in found.check_reasons


def test_an_estimate_of_what_is_taken_out_weighs_on_the_small_rest() -> None:
    use = together(days(JANUARY, [100.0] * 10, 1), days(JANUARY, [90.0] * 10, 2, estimated=0.1))
    assert water("a", use, "ab").knowledge.estimated_share == pytest.approx(0.9)
    assert water("ab", use, "ab").knowledge.estimated_share == 0.0


def test_what_heats_a_neighbour_is_taken_out_of_what_heats() -> None:
    electric = [
        point(1, "electricity"),
        point(2, "electricity", ancestors=[1], item="heating"),
        point(3, "electricity", ancestors=[1, 2], is_own=False),
    ]
    season = Period(PeriodKind.HEATING_SEASON, date(2026, 1, 1), date(2026, 4, 1))
    asked = ask(counted(100, 50, 30), points=electric, places=[place(10, 700.0, 500.0)], period=season)
    heating = figure(asked, "heating_energy_per_heated_area").composition
    # 200 kWh at 0.1229 kgce/kWh
    assert heating.numerator == pytest.approx(10 * 20 * 0.1229)
    rest = figure(
        ask(counted(100, 50, 30), points=electric, places=[place(10, 700.0)]), "non_heating_energy_per_area"
    )
    assert rest.composition.numerator == pytest.approx(10 * 50 * 0.1229)


def test_a_data_centre_of_its_own_and_a_neighbour_are_each_taken_out_once() -> None:
    points = [
        point(1, "electricity"),
        point(2, "electricity", ancestors=[1], kinds=[("data_centre", "site")]),
        point(3, "electricity", ancestors=[1, 2], is_own=False, kinds=[("data_centre", "site")]),
        point(4, "electricity", ancestors=[1], is_own=False),
    ]
    judged = ladder(Indicator.ELECTRICITY_PER_AREA, (1.0, 2.0, 3.0), excludes=(PlaceKind.DATA_CENTRE,))
    found = ask(counted(100, 20, 5, 30), points=points, places=[place(10, 100.0)], quotas=[judged])
    assert figure(found, "electricity_per_area").composition.numerator == pytest.approx(10 * (100 - 20 - 30))
    assert figure(found, "electricity").composition.numerator == pytest.approx(10 * (100 - 5 - 30))


def yard(of: str) -> list[Occupied]:
    """A yard of A with a building of B in it, in which A has a room."""
    return [
        place(100, 10_000.0, number=1, kinds=("site",), is_own="a" in of),
        place(30, 2_000.0, number=2, within=[1], is_own="b" in of),
        place(4, 100.0, number=3, within=[1, 2], is_own="a" in of),
    ]


@pytest.mark.parametrize(
    ("of", "people", "area"), [("a", 74.0, 8_100.0), ("b", 26.0, 1_900.0), ("ab", 100.0, 10_000.0)]
)
def test_people_and_area_of_others_within_a_place_are_taken_out(of: str, people: float, area: float) -> None:
    found = ask(counted(10.0), points=chain("a", "a"), places=yard(of))
    assert figure(found, "water_per_person").composition.denominator == pytest.approx(people)
    assert figure(found, "water_per_area").composition.denominator == pytest.approx(area)


def test_an_excluded_place_of_another_institution_is_not_taken_out_twice() -> None:
    places = [*yard("a"), place(0, 500.0, number=4, within=[1, 2], kinds=("canteen", "site"), is_own=False)]
    judged = quota(Indicator.WATER_PER_AREA, 1.0, excludes=(PlaceKind.CANTEEN,))
    found = ask(counted(10.0), points=chain("a", "a"), places=places, quotas=[judged])
    assert figure(found, "water_per_area").composition.denominator == pytest.approx(8_100.0)


def test_people_of_a_kind_the_outer_place_says_nothing_of_are_counted_within() -> None:
    counts = (PersonKind.STAFF, PersonKind.STUDENT)
    places = [
        place({"staff": 100}, number=1, kinds=("site",)),
        place({"staff": 60, "student": 40}, number=2, within=[1]),
        place({"student": 25}, number=3, within=[1], is_own=False),
    ]
    found = ask(counted(10.0), places=places, quotas=[quota(counts=counts)])
    assert figure(found, "water_per_person").composition.denominator == pytest.approx(140.0)


def test_the_days_of_an_institution_without_neighbours_are_as_before() -> None:
    use = together(days(JANUARY, [5.0] * 10, 1, coverage=0.5), days(JANUARY, [3.0] * 10, 2))
    found = figure(ask(use, points=[point(1), point(2)]), "water")
    assert found.composition.numerator == pytest.approx(80.0)
    assert found.knowledge.coverage == pytest.approx(0.75)
    assert np.isclose(found.knowledge.observed_days, 10)
