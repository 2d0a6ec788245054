"""Registers of one meter: minutes after the first midnight, and what the register shows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from analytics.registers import Installations, Readings, in_order, installations
from models.registers import InstalledMeter

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def at(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


def installed(**figures: Any) -> InstalledMeter:
    """Return a meter in place since `BEGIN` of which nothing is known but what is given."""
    plain = InstalledMeter(0, BEGIN, None, None, None, None, 1.0, None, False)
    return replace(plain, **figures)


def arrays(*installed_meters: InstalledMeter, interval: timedelta = QUARTER) -> Installations:
    return installations([(0, interval, one) for one in installed_meters or (installed(),)])


def readings(rows: Sequence[tuple[float, float]]) -> Readings:
    """Return readings (minutes, register) of meter 0, in whatever order they come."""
    instants = np.array([at(minutes).replace(tzinfo=None) for minutes, _ in rows], dtype="datetime64[us]")
    values = np.array([value for _, value in rows], dtype=np.float64)
    return in_order(np.zeros(len(rows), dtype=np.int64), instants, values)


def steady(
    begin: float = 0, end: float = 720, first: float = 1000.0, every: float = 15
) -> list[tuple[float, float]]:
    """Return registers that count 1 an hour, from one minute to another, both read."""
    minutes = np.arange(begin, end + every / 2, every)
    return [(float(m), float(first + (m - begin) / 60)) for m in minutes]
