from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from models.registry import SiteFile
from simulators.simulation import SimulatedDay, Simulation
from simulators.truth import TruthKind
from tests.unit.simulators.compound import ANCHOR, scenario, simulation, site_file, use_file

MONDAY = date(2026, 4, 13)


def shown(days: list[SimulatedDay], device: str, quantity: str) -> np.ndarray:
    return np.array([draft.values[quantity] for day in days for draft in day.reports[device]])


def run(made: Simulation, days: int, first: date = MONDAY) -> list[SimulatedDay]:
    return [made.day(first + timedelta(days=n)) for n in range(days)]


def true_use(days: list[SimulatedDay], meter: str) -> float:
    return sum(
        row.amount for day in days for row in day.truth if row.kind is TruthKind.HOUR and row.subject == meter
    )


def test_the_register_s_steps_are_the_true_use() -> None:
    days = run(simulation(), 5)
    register = shown(days, "floor-2", "volume_m3")
    after = shown(run(simulation(), 1, MONDAY + timedelta(days=5)), "floor-2", "volume_m3")[0]
    assert (np.diff(register) >= 0).all()
    assert after - register[0] == pytest.approx(true_use(days, "floor-2"), abs=1e-9)


def test_a_transformed_meter_shows_its_use_divided_by_the_ratio() -> None:
    days = run(simulation(), 3)
    register = shown(days, "chiller", "energy_kwh")
    after = shown(run(simulation(), 1, MONDAY + timedelta(days=3)), "chiller", "energy_kwh")[0]
    assert (after - register[0]) * 30 == pytest.approx(true_use(days, "chiller"), rel=1e-9)


def test_a_meter_begins_at_its_start_register() -> None:
    first = run(simulation(), 1, date(2026, 3, 1))[0]
    assert first.reports["inlet"][0].values["volume_m3"] == 1.5
    assert first.reports["chiller"][0].values["energy_kwh"] == 0.2


def test_a_placed_rollover_passes_the_modulus_on_its_day_and_is_told() -> None:
    days = run(simulation(rollovers=[{"meter": "floor-1", "day": 2.5}]), 5)
    register = shown(days, "floor-1", "volume_m3")
    drops = np.flatnonzero(np.diff(register) < 0)
    assert len(drops) == 1
    assert register[drops[0]] > 999
    assert register[drops[0] + 1] < 1
    told = [row for day in days for row in day.truth if row.label == "rollover"]
    assert [row.start.astimezone(simulation().site.zone).date() for row in told] == [date(2026, 4, 15)]
    steps = np.diff(register) + np.where(np.diff(register) < 0, 1000, 0)
    assert (steps >= 0).all()
    assert steps.max() < 1


def test_a_swap_ends_the_old_register_where_the_new_one_begins() -> None:
    swap = {"meter": "house-b", "day": 1.5, "serial": "new-9", "start_register": 3.25}
    made = simulation(swaps=[swap])
    days = run(made, 4)
    register = shown(days, "house-b", "volume_m3")
    meter = made.recorded_swaps.meters[0]
    old, new = meter.installations
    assert (new.serial, new.start_register) == ("new-9", 3.25)
    assert old.valid_to == new.valid_from
    at = 96 + 48
    assert register[at] == 3.25
    assert old.end_register is not None
    assert register[at - 1] <= old.end_register
    last = shown(run(simulation(swaps=[swap]), 1, MONDAY + timedelta(days=4)), "house-b", "volume_m3")[0]
    counted = (old.end_register - register[0]) + (last - 3.25)
    assert counted == pytest.approx(true_use(days, "house-b"), abs=1e-9)
    assert [row.label for day in days for row in day.truth if row.kind is TruthKind.SWAP] == [
        "house-b-1 -> new-9"
    ]


def test_an_unrecorded_swap_is_hidden_from_the_registry() -> None:
    made = simulation(swaps=[{"meter": "house-b", "day": 1.5, "serial": "new-9", "recorded": False}])
    assert made.recorded_swaps.meters == ()
    register = shown(run(made, 3), "house-b", "volume_m3")
    assert (np.diff(register) < 0).sum() == 1


def with_installation(**changes: Any) -> SiteFile:
    document = site_file().model_dump(mode="json")
    for meter in document["meters"]:
        if meter["code"] == "floor-2":
            meter["installations"][0] |= changes
    return SiteFile.model_validate(document)


def test_a_device_reports_nothing_while_no_meter_is_in_place() -> None:
    late = with_installation(valid_from="2026-04-14T09:30:00+08:00")
    made = Simulation(scenario(), (late,), use_file(), ANCHOR)
    before, on, after = run(made, 3)
    assert before.reports["floor-2"] == []
    assert len(on.reports["floor-2"]) == 96 - 38
    assert len(after.reports["floor-2"]) == 96
    assert on.reports["floor-2"][0].values["volume_m3"] == 1.5
