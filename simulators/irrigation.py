"""Lawns watered by soil moisture from the tank of reclaimed water: one year's plan, day by day."""

from dataclasses import dataclass
from datetime import date, timedelta

from simulators.use import GreenZone, ReclaimedPlant
from simulators.weather import day_temperature, rain_mm

FIRST_HOUR, LAST_HOUR = 5, 8
"""Watering is done before the sun stands high."""

_ROOT_MM = 300.0
_WET_PCT, _DRY_PCT = 28.0, 19.0


@dataclass(frozen=True, slots=True)
class ZoneDay:
    """A zone's day: moisture [%] before and after watering and at night, and the water given [m3]."""

    moisture_pct: float
    watered_pct: float
    evening_pct: float
    volume_m3: float


@dataclass(frozen=True, slots=True)
class GreenDay:
    """All zones' day, by code, and what the tank holds at midnight [m3]."""

    tank_m3: float
    zones: dict[str, ZoneDay]


GreenYear = dict[date, GreenDay]


def _watering_season(on: date) -> bool:
    return date(on.year, 4, 1) <= on <= date(on.year, 11, 15)


def _evaporation_mm(temperature_c: float) -> float:
    return max(0.2, 0.2 * (temperature_c - 2.0))


def _zone_day(seed: int, on: date, zone: GreenZone, moisture: float, available: float) -> ZoneDay:
    wanted = (_WET_PCT - moisture) / 100 * _ROOT_MM / 1000 * zone.area_m2
    thirsty = moisture < _DRY_PCT and _watering_season(on)
    volume = min(wanted, available) if thirsty else 0.0
    watered = moisture + volume / zone.area_m2 * 1000 / _ROOT_MM * 100
    change = rain_mm(seed, on) - _evaporation_mm(day_temperature(seed, on))
    evening = min(max(watered + change / _ROOT_MM * 100, 8.0), 35.0)
    return ZoneDay(moisture, watered, evening, volume)


def green_year(seed: int, year: int, plant: ReclaimedPlant, zones: tuple[GreenZone, ...]) -> GreenYear:
    """Return every day of a year; on 1 January the tank is full and the ground is moist.

    The zones draw, in their order, on what the tank holds and what the plant makes until the valves open.
    """
    moisture = {zone.code: 24.0 for zone in zones}
    tank, on, days = plant.tank_m3, date(year, 1, 1), GreenYear()
    while on.year == year:
        available = min(plant.tank_m3, tank + plant.m3_per_day * FIRST_HOUR / 24)
        today: dict[str, ZoneDay] = {}
        for zone in zones:
            today[zone.code] = _zone_day(seed, on, zone, moisture[zone.code], available)
            available -= today[zone.code].volume_m3
        days[on] = GreenDay(tank, today)
        moisture = {code: zone_day.evening_pct for code, zone_day in today.items()}
        tank = min(plant.tank_m3, available + plant.m3_per_day * (24 - FIRST_HOUR) / 24)
        on += timedelta(days=1)
    return days
