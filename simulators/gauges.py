"""Momentary values beside a register: flow, power, temperatures, battery."""

import numpy as np
from numpy.typing import NDArray

from models.registry import Medium, Meter
from simulators.chance import chance
from simulators.days import LocalDay
from simulators.ledger import COUNTS_PER_UNIT
from simulators.weather import temperatures

_WATER_GJ_PER_M3_K = 0.0041868
_NEW_CELL_V, _LOSS_V_PER_DAY = 3.65, 0.0001
_AMBIENT_C = 16.0


def gauges(meter: Meter, day: LocalDay, use: NDArray[np.int64], seed: int) -> dict[str, NDArray[np.float64]]:
    """Return the gauges that a meter reports with its register, one value a quarter; `use` is in counts."""
    per_hour = use * 4 / COUNTS_PER_UNIT[meter.quantity]
    if meter.medium in (Medium.WATER, Medium.RECLAIMED_WATER):
        return {"flow_m3h": per_hour.round(3), "battery_v": _battery(meter, day, seed)}
    if meter.medium is Medium.HEAT:
        return _heat(meter, day, per_hour, seed)
    return {"power_kw": per_hour.round(2)}


def _battery(meter: Meter, day: LocalDay, seed: int) -> NDArray[np.float64]:
    begun = meter.installations[0].valid_from
    age = (day.instants() - begun.timestamp()) / 86_400
    noise = chance(seed, "battery", meter.code, day.on).normal(0, 0.002, day.quarters)
    return (_NEW_CELL_V - _LOSS_V_PER_DAY * np.maximum(age, 0) + noise).round(3)


def _heat(
    meter: Meter, day: LocalDay, gj_per_hour: NDArray[np.float64], seed: int
) -> dict[str, NDArray[np.float64]]:
    running = gj_per_hour > 0
    noise = chance(seed, "heat", meter.code, day.on).normal(0, 0.3, (2, day.quarters))
    curve = 45.0 + 0.9 * (18.0 - temperatures(seed, day))
    drop = np.full(day.quarters, 9.0)
    supply = np.where(running, curve, _AMBIENT_C) + noise[0]
    returned = np.where(running, curve - drop, _AMBIENT_C) + noise[1]
    flow = gj_per_hour / (_WATER_GJ_PER_M3_K * drop)
    return {
        "flow_m3h": flow.round(2),
        "temperature_supply_c": supply.round(1),
        "temperature_return_c": returned.round(1),
    }
