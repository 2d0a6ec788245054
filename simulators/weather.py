"""Outdoor temperature and rain of Yinchuan as a plausible year, and what of use depends on them."""

import math
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulators.chance import chance
from simulators.days import LocalDay
from simulators.use import HeatingSeason, Season

_KNOT_DAYS = 4
_INDOOR_C = 18.0
_COOL_ABOVE_C = 22.0


@lru_cache(maxsize=4096)
def day_temperature(seed: int, on: date) -> float:
    """Return the day's mean outdoor temperature [°C]: -7 in January, 24 in July, in spells of a few days."""
    season = 8.5 + 15.5 * math.cos(2 * math.pi * (on.timetuple().tm_yday - 200) / 365.25)
    knot, part = divmod(on.toordinal(), _KNOT_DAYS)
    before, after = (chance(seed, "weather", k).normal(0.0, 3.0) for k in (knot, knot + 1))
    return season + before + (after - before) * part / _KNOT_DAYS


def temperatures(seed: int, day: LocalDay) -> NDArray[np.float64]:
    """Return the outdoor temperature [°C] in each quarter of a day, warmest at three."""
    swing = 6.0 * np.cos(2 * np.pi * (day.hours() - 15) / 24)
    return day_temperature(seed, day.on) + swing


def rain_mm(seed: int, on: date) -> float:
    """Return the day's rain [mm]: some 190 mm a year, most of it from June to September."""
    generator = chance(seed, "rain", on)
    wet, amount = generator.random(), generator.exponential(1.0)
    likely, mean = (0.22, 5.5) if 6 <= on.month <= 9 else (0.08, 2.0)
    return float(amount * mean) if wet < likely else 0.0


def seasonal_factor(season: Season, seed: int, day: LocalDay, heating: HeatingSeason) -> NDArray[np.float64]:
    """Return the factor on use in each quarter: 1 on an ordinary day of the season, 0 out of it."""
    ones = np.ones(day.quarters)
    if season is Season.NONE:
        return ones
    if season is Season.DAYLIGHT:
        return ones * (1 + 0.25 * math.cos(2 * math.pi * day.on.timetuple().tm_yday / 365.25))
    outdoor = temperatures(seed, day)
    heat = np.clip((_INDOOR_C - outdoor) / 21.0, 0, 2) if heating.contains(day.on) else 0 * ones
    cool = np.clip((outdoor - _COOL_ABOVE_C) / 6.0, 0, 2) if 5 <= day.on.month <= 9 else 0 * ones
    if season is Season.HEATING:
        return heat
    return cool if season is Season.COOLING else heat + cool
