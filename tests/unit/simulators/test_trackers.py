from datetime import date, timedelta
from itertools import pairwise

import pytest

from simulators.drafts import Draft
from simulators.simulation import SimulatedDay
from simulators.trips import metres
from simulators.truth import TruthKind
from tests.unit.simulators.compound import simulation

FIRST = date(2026, 4, 13)
HOME = (106.2, 38.5)


@pytest.fixture(scope="module")
def days() -> list[SimulatedDay]:
    made = simulation()
    return [made.day(FIRST + timedelta(days=n)) for n in range(21)]


@pytest.fixture(scope="module")
def fixes(days: list[SimulatedDay]) -> list[Draft]:
    return [draft for day in days for draft in day.reports["bd-1"]]


def place(draft: Draft) -> tuple[float, float]:
    assert draft.position is not None
    return float(draft.position["lon"]), float(draft.position["lat"])


def test_a_tracker_never_reports_twice_at_an_instant_and_goes_forward(fixes: list[Draft]) -> None:
    assert all(a.at < b.at for a, b in pairwise(fixes))
    assert all(a.values["odometer_km"] <= b.values["odometer_km"] for a, b in pairwise(fixes))


def test_it_reports_every_30_s_while_driving_and_every_15_minutes_parked(fixes: list[Draft]) -> None:
    driving = {b.at - a.at for a, b in pairwise(fixes) if a.values["ignition"] and b.values["ignition"]}
    parked = {
        b.at - a.at for a, b in pairwise(fixes) if not a.values["ignition"] and not b.values["ignition"]
    }
    assert driving == {30}
    assert parked == {900}


def test_the_odometer_tells_what_the_fixes_tell(days: list[SimulatedDay]) -> None:
    trip_days = [day for day in days if any(row.kind is TruthKind.TRIP for row in day.truth)]
    assert len(trip_days) > 5
    for day in trip_days:
        drafts = day.reports["bd-1"]
        moving = [(a, b) for a, b in pairwise(drafts) if b.values["ignition"]]
        flown = sum(metres(place(a), place(b)) for a, b in moving) / 1000
        told = sum(row.amount for row in day.truth if row.kind is TruthKind.TRIP)
        odometer = drafts[-1].values["odometer_km"] - drafts[0].values["odometer_km"]
        assert odometer == pytest.approx(told, abs=0.11)
        # corners are cut and fixes are noisy by a metre or two
        assert flown == pytest.approx(told, rel=0.03)


def test_the_vehicle_sleeps_at_home(days: list[SimulatedDay]) -> None:
    for day in days:
        assert metres(place(day.reports["bd-1"][0]), HOME) < 15
        assert metres(place(day.reports["bd-1"][-1]), HOME) < 15


def test_it_drives_on_workdays_by_day_and_as_fast_as_cars_do(days: list[SimulatedDay]) -> None:
    speeds = [
        float(draft.position["speed_kmh"]) for day in days for draft in day.reports["bd-1"] if draft.position
    ]
    assert 60 < max(speeds) < 130
    for day in days:
        starts = [row.start for row in day.truth if row.kind is TruthKind.TRIP]
        if day.day.on.weekday() >= 5 or day.day.on == date(2026, 4, 15):
            zone = simulation().site.zone
            assert all(start.astimezone(zone).hour >= 20 for start in starts), "only night duty"


def test_the_tank_is_filled_before_it_is_empty(fixes: list[Draft]) -> None:
    levels = [draft.values["fuel_l"] for draft in fixes]
    assert 0 < min(levels) < max(levels) <= 65
