from datetime import date

from simulators.irrigation import green_year
from simulators.use import GreenZone, ReclaimedPlant

PLANT = ReclaimedPlant(m3_per_day=50, tank_m3=65, tank_area_m2=26, level_sensor="tank")
ZONES = (GreenZone(code="east", area_m2=5200, sensor="e"), GreenZone(code="west", area_m2=3800, sensor="w"))
YEAR = green_year(7, 2026, PLANT, ZONES)


def given(on: date) -> float:
    return sum(zone.volume_m3 for zone in YEAR[on].zones.values())


def test_lawns_are_watered_in_summer_and_not_in_winter() -> None:
    assert sum(given(on) for on in YEAR if on.month == 7) > 300
    assert sum(given(on) for on in YEAR if on.month in (1, 2, 12)) == 0


def test_no_more_is_given_than_the_plant_has_made() -> None:
    assert all(0 <= day.tank_m3 <= 65 for day in YEAR.values())
    assert max(given(on) for on in YEAR) <= 65
    assert sum(given(on) for on in YEAR) <= 65 + 50 * len(YEAR)


def test_water_is_given_to_dry_ground_only_and_makes_it_wetter() -> None:
    watered = [zone for day in YEAR.values() for zone in day.zones.values() if zone.volume_m3 > 0]
    assert watered
    assert all(zone.moisture_pct < 19 < zone.moisture_pct + 12 for zone in watered)
    assert all(zone.watered_pct > zone.moisture_pct for zone in watered)
