"""Costs by kilometre and year, calculated by hand."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.vehicles.cost_figures import Basis, Costs, Driven, costs_of, ranked, together, years_of
from analytics.vehicles.odometer_readings import MOST_KM_A_DAY, Reading, believed
from models.day_span import DaySpan
from models.vehicle_costs import BookedCost

MARCH = DaySpan(date(2026, 3, 1), date(2026, 4, 1))
NOBODY_DROVE = Driven()


def row(
    day: date, yuan: float, litres: float | None = None, km: float | None = None, kind: str = "fuel"
) -> BookedCost:
    return BookedCost(
        cost_id=0,
        plate="p",
        day=day,
        kind=kind,
        amount_yuan=Decimal(str(yuan)),
        is_correction=False,
        litres=None if litres is None else Decimal(str(litres)),
        energy_kwh=None,
        odometer_km=None if km is None else Decimal(str(km)),
        supplier="",
        voucher="",
        approval="",
        is_unapproved=False,
        note="",
        recorded_at=datetime(2026, 4, 1, tzinfo=UTC),
        recorded_by="x",
    )


FILLINGS = [
    row(date(2026, 2, 26), 320, 40, 10_000),
    row(date(2026, 3, 8), 240, 30, 10_300),
    row(date(2026, 3, 15), 100, kind="tolls"),
    row(date(2026, 3, 28), 400, 50, 10_800),
]


def test_between_fillings_the_way_is_the_odometer_s_and_the_fuel_what_was_filled_on_it() -> None:
    costs = costs_of(FILLINGS, NOBODY_DROVE, MARCH)
    # 80 L and 640 yuan on 800 km; the filling of February was burnt before
    assert (costs.distance_km, costs.litres_per_100km, costs.yuan_per_100km) == (800, 10, 80)
    assert costs.counted[0].basis is Basis.ODOMETER
    # 740 yuan of March, of which 30 of 31 days are between readings
    assert float(costs.yuan_per_km or 0) == pytest.approx(740 * 30 / 31 / 800)
    assert costs.known_share == pytest.approx(30 / 31)
    assert costs.amount_yuan == 740


def test_where_the_tracker_knows_the_days_its_trips_are_the_way() -> None:
    costs = costs_of(FILLINGS, Driven(700, 20, 31), MARCH)
    assert (costs.distance_km, costs.counted[0].basis) == (700, Basis.TRIPS)
    assert float(costs.litres_per_100km or 0) == pytest.approx(80 / 7)
    assert costs.trip_share == pytest.approx(20 / 31)


def test_a_tracker_that_knows_half_of_the_days_gives_no_way() -> None:
    assert costs_of(FILLINGS[2:3], Driven(700, 15, 16), MARCH).distance_km is None
    assert costs_of(FILLINGS, Driven(700, 15, 16), MARCH).distance_km == 800


def test_fuel_per_100_km_is_unknown_where_a_filling_does_not_say_how_much_it_was() -> None:
    costs = costs_of([*FILLINGS[:3], replace(FILLINGS[3], litres=None)], NOBODY_DROVE, MARCH)
    assert (costs.litres_per_100km, costs.yuan_per_100km) == (None, 80)


def test_a_slip_of_the_pen_in_an_odometer_is_left_out_and_told() -> None:
    slip = replace(FILLINGS[1], odometer_km=Decimal(103_000))
    costs = costs_of([FILLINGS[0], slip, *FILLINGS[2:]], NOBODY_DROVE, MARCH)
    assert costs.distance_km == 800
    assert costs.odd_readings == (Reading(date(2026, 3, 8), 103_000),)


def test_a_correction_takes_the_amount_back() -> None:
    back = replace(
        FILLINGS[3], amount_yuan=Decimal(-400), litres=Decimal(-50), odometer_km=None, is_correction=True
    )
    costs = costs_of([*FILLINGS, back], NOBODY_DROVE, MARCH)
    assert (costs.amount_yuan, costs.litres, costs.yuan_per_100km) == (340, 30, 30)


def test_together_the_ways_and_amounts_of_vehicles_are_added_up() -> None:
    one = costs_of(FILLINGS, NOBODY_DROVE, MARCH)
    # another that went 1,600 km on as much, and one of which nobody knows the way
    other = costs_of(FILLINGS, Driven(1600, 31, 31), MARCH)
    unknown = costs_of(FILLINGS[2:3], NOBODY_DROVE, MARCH)
    whole = together([one, other, unknown])
    assert (whole.vehicles, whole.amount_yuan, whole.distance_km) == (3, 1580, 2400)
    assert float(whole.yuan_per_100km or 0) == pytest.approx(128_000 / 2400)


def test_a_rank_is_among_vehicles_of_the_same_type_and_fuel() -> None:
    costs = {
        name: costs_of(FILLINGS, Driven(km, 31, 31), MARCH)
        for name, km in zip("abcd", (400, 800, 1600, 100), strict=True)
    }
    ranks = ranked(
        costs, dict(zip("abcd", ("suv", "suv", "suv", "bus"), strict=True)), lambda each: each.yuan_per_100km
    )
    assert {name: (rank.place, rank.of, rank.ratio) for name, rank in ranks.items()} == {
        "a": (1, 3, 2.0),
        "b": (2, 3, 1.0),
        "c": (3, 3, 0.5),
    }


@pytest.mark.parametrize(
    ("end", "years"),
    [(date(2022, 1, 1), 1), (date(2024, 1, 1), 3), (date(2021, 7, 2), 182 / 365), (date(2025, 1, 1), 4)],
)
def test_years_are_those_of_the_calendar(end: date, years: float) -> None:
    assert years_of(DaySpan(date(2021, 1, 1), end)) == pytest.approx(years)


readings = st.lists(
    st.builds(Reading, st.dates(date(2026, 1, 1), date(2026, 3, 1)), st.integers(0, 100_000).map(float)),
    max_size=12,
)


@given(readings)
def test_what_is_believed_one_odometer_can_have_shown(said: list[Reading]) -> None:
    chain = believed(said)
    assert chain == believed(said[::-1])
    assert bool(chain) is bool(said)
    for before, after in itertools.pairwise(chain):
        assert before.day <= after.day
        assert 0 <= after.km - before.km <= MOST_KM_A_DAY * ((after.day - before.day).days + 1)


@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 3000)), min_size=2, max_size=20),
    st.integers(30, 150),
)
def test_neighbouring_periods_have_the_way_of_both_together(steps: list[tuple[int, int]], cut: int) -> None:
    """Each way from reading to reading belongs to the period in which it ends: none is lost or doubled."""
    rows, day, km = [], date(2026, 1, 1), 1000.0
    for days, driven in steps:
        rows.append(row(day, 10, 1, km))
        day, km = day + timedelta(days=days), km + driven
    at, end = date(2026, 1, 1) + timedelta(days=cut), date(2026, 1, 1) + timedelta(days=365)

    def way(costs: Costs) -> float:
        # periods of which less than half is known have none: then there is nothing to compare
        return costs.distance_km or 0

    first, second, both = (
        way(costs_of(_since_last_reading(rows, start), NOBODY_DROVE, DaySpan(start, stop)))
        for start, stop in ((date(2026, 1, 1), at), (at, end), (date(2026, 1, 1), end))
    )
    if first and second and both:
        assert first + second == pytest.approx(both)


def _since_last_reading(rows: list[BookedCost], start: date) -> list[BookedCost]:
    earlier = [each.day for each in rows if each.day < start]
    return [each for each in rows if each.day >= (max(earlier) if earlier else start)]
