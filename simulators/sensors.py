"""The sensors of the greening: soil moisture under the lawns and the level of the reclaimed water tank."""

import numpy as np
from numpy.typing import NDArray

from simulators.chance import chance
from simulators.days import LocalDay
from simulators.demand import Demand
from simulators.irrigation import FIRST_HOUR, LAST_HOUR, GreenDay, ZoneDay
from simulators.use import ReclaimedPlant
from simulators.weather import temperatures

Columns = dict[str, NDArray[np.float64]]


def sensor_columns(demand: Demand, device: str, day: LocalDay) -> Columns | None:
    """Return what a sensor of the use file measures through a day; None for a sensor it does not name."""
    plant, green = demand.file.reclaimed, demand.green(day)
    if plant is None or green is None:
        return None
    if device == plant.level_sensor:
        return {"level_m": _level(plant, green, day).round(3)}
    zone = next((zone for zone in demand.file.zones if zone.sensor == device), None)
    if zone is None:
        return None
    noise = chance(demand.seed, "soil", device, day.on).normal(0, 0.05, day.quarters)
    moisture = (_moisture(green.zones[zone.code], day) + noise).round(2)
    return {"soil_moisture_pct": moisture, "temperature_c": _soil_temperature(demand.seed, day)}


def _watered(day: LocalDay) -> NDArray[np.float64]:
    return np.clip((day.hours() - 0.125 - FIRST_HOUR) / (LAST_HOUR - FIRST_HOUR), 0, 1)


def _moisture(zone: ZoneDay, day: LocalDay) -> NDArray[np.float64]:
    drying = (zone.evening_pct - zone.watered_pct) * day.hours() / 24
    return zone.moisture_pct + (zone.watered_pct - zone.moisture_pct) * _watered(day) + drying


def _level(plant: ReclaimedPlant, green: GreenDay, day: LocalDay) -> NDArray[np.float64]:
    drawn = sum(zone.volume_m3 for zone in green.zones.values()) * _watered(day)
    made = plant.m3_per_day * day.hours() / 24
    return np.clip(green.tank_m3 + made - drawn, 0, plant.tank_m3) / plant.tank_area_m2


def _soil_temperature(seed: int, day: LocalDay) -> NDArray[np.float64]:
    air = temperatures(seed, day)
    return (air.mean() + 0.2 * (air - air.mean()) + 2.0).round(1)
