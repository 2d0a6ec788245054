"""Tracks by hand: north from the garage, a fix every half minute."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from models.fixes import Fix

BEGIN = datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
KM = 1 / 111.0
"""Degrees of latitude in a kilometre, about."""


def at_home(count: int, every_s: float = 30, begin_s: float = 0, *, is_on: bool | None = False) -> list[Fix]:
    return [
        Fix(BEGIN + timedelta(seconds=begin_s + every_s * n), 106.2, 38.5, 0.0, 12, is_on)
        for n in range(count)
    ]


def north(speeds_kmh: Sequence[float], every_s: float = 30) -> list[Fix]:
    """Return a drive; each speed was kept up until its fix."""
    lat, fixes = 38.5, list[Fix]()
    for n, speed in enumerate(speeds_kmh):
        lat += speed * every_s / 3600 * KM if n else 0.0
        fixes.append(Fix(BEGIN + timedelta(seconds=every_s * n), 106.2, lat, speed, 12, is_on=True))
    return fixes


def away(after_s: float, km: float, *, is_on: bool | None = True) -> Fix:
    return Fix(BEGIN + timedelta(seconds=after_s), 106.2, 38.5 + km * KM, 0.0, 12, is_on)
