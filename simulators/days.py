"""A site's local day, cut into quarter hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

QUARTER_S = 900


@dataclass(frozen=True, slots=True)
class LocalDay:
    """One local day of a zone: `start` and `end` are epoch seconds; it has 92 to 100 quarters."""

    on: date
    start: int
    end: int

    @property
    def quarters(self) -> int:
        """How many quarter hours the day has."""
        return (self.end - self.start) // QUARTER_S

    def instants(self) -> NDArray[np.int64]:
        """Return the epoch second at which each quarter begins."""
        return np.arange(self.start, self.end, QUARTER_S, dtype=np.int64)

    def hours(self) -> NDArray[np.float64]:
        """Return the hour of the day in the middle of each quarter, in [0, 24)."""
        return (np.arange(self.quarters) + 0.5) / 4 % 24

    def quarter_of(self, at: datetime) -> int:
        """Return the quarter that `at` lies in; an instant outside the day is held at its nearer edge."""
        return min(max((int(at.timestamp()) - self.start) // QUARTER_S, 0), self.quarters)


def midnight(on: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which the local day begins."""
    return datetime.combine(on, time(), zone).astimezone(UTC)


@lru_cache(maxsize=1024)
def local_day(on: date, zone: ZoneInfo) -> LocalDay:
    """Return the day `on` of a zone."""
    start, end = midnight(on, zone), midnight(on + timedelta(days=1), zone)
    return LocalDay(on, int(start.timestamp()), int(end.timestamp()))


def days_after(anchor: datetime, days: float, zone: ZoneInfo) -> datetime:
    """Return the instant `days` after the local midnight before `anchor`, on a whole quarter hour."""
    whole, part = divmod(days, 1)
    start = midnight(anchor.astimezone(zone).date() + timedelta(days=int(whole)), zone)
    return start + timedelta(seconds=round(part * 86_400 / QUARTER_S) * QUARTER_S)
