"""What is due on a vehicle, by distance and by date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from models.registry import Service

_LATE = timedelta(days=2)
"""An odometer first read so long after a service says nothing of the way between."""
_FEWEST_DAYS = 7.0
"""What is usual shows after a week."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a tracker's odometer showed at both ends of its time on the vehicle since `since` [km]."""

    since: datetime
    first_at: datetime
    first_km: float
    last_km: float


@dataclass(frozen=True, slots=True)
class Due:
    """How far a service has come: share of its interval used, when it is due, what is left [km].

    `is_whole` is False where an interval in kilometres could not be followed: what stands here is of the date
    alone.
    """

    used: float | None
    due_on: date | None
    left_km: float | None
    is_whole: bool


def driven_km(shown: Sequence[Shown], start_km: float | None = None) -> float | None:
    """Return the way since the beginning of `shown`, tracker after tracker; None: nobody knows.

    `start_km` is what the odometer showed at the beginning, where it was written down. Without it the first
    tracker must have reported within two days. An odometer that ran backwards says nothing.

    >>> from datetime import UTC
    >>> at = datetime(2026, 9, 1, tzinfo=UTC)
    >>> driven_km([Shown(at, at, 41_200, 42_000), Shown(at, at, 5, 1_005)])
    1800.0
    """
    if not shown or (start_km is None and shown[0].first_at - shown[0].since > _LATE):
        return None
    starts = [shown[0].first_km if start_km is None else start_km, *(each.first_km for each in shown[1:])]
    steps = [each.last_km - start for each, start in zip(shown, starts, strict=True)]
    return float(sum(steps)) if min(steps) >= 0 else None


def usual_km_a_day(shown: Sequence[Shown], now: datetime) -> float | None:
    """Return the usual mileage; None: fewer than seven days are known."""
    if not shown:
        return None
    days = (now - max(shown[0].since, shown[0].first_at)) / timedelta(days=1)
    steps = [each.last_km - each.first_km for each in shown]
    return sum(steps) / days if days >= _FEWEST_DAYS and min(steps) >= 0 else None


def due(service: Service, driven: float | None, km_a_day: float | None, today: date) -> Due:
    """Return how far a service has come; by distance and by date, whichever is further.

    A service every 2,500 km, 2,000 km ago, of a vehicle that goes 50 km a day: 80 % used, due in 10 days.
    """
    used: list[float] = []
    days: list[date] = []
    left_km: float | None = None
    if service.every_km is not None and driven is not None:
        left_km = service.every_km - driven
        used.append(driven / service.every_km)
        if left_km <= 0:
            days.append(today)
        elif km_a_day:
            days.append(today + timedelta(days=min(left_km / km_a_day, 36_500.0)))
    if service.every_months is not None:
        by_date = service.last_on + relativedelta(months=service.every_months)
        used.append((today - service.last_on) / (by_date - service.last_on))
        days.append(by_date)
    return Due(
        max(used, default=None),
        min(days, default=None),
        left_km,
        is_whole=service.every_km is None or driven is not None,
    )
