"""A meter that is read every hour and knows workdays from rest days; and readings of it that are lost."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from analytics.accounts import Account
from analytics.hours import hourly_consumption
from analytics.known_days import KnownDays
from analytics.registers import Installations, Readings, in_order
from analytics.similar_days import Locality, shaped
from models.amounts import Amounts
from models.calendar import Calendar
from tests.unit.analytics.meters import arrays, installed

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
MONDAY = date(2026, 3, 2)
"""A month without holidays begins."""

Load = Callable[[date, int], float]
"""What the meter uses in an hour: of the local day, and of the hour of the day."""


def local(day: date, hour: float, zone: ZoneInfo = SHANGHAI) -> datetime:
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return midnight.astimezone(UTC) + timedelta(hours=hour)


def office(day: date, hour: int) -> float:
    """8 from 8 to 18 on workdays, 1 at other times, 2 in the mornings of rest days."""
    if Calendar().is_workday(day):
        return 8.0 if 8 <= hour < 18 else 1.0
    return 2.0 if 8 <= hour < 12 else 1.0


def readings(
    begin: date, days: int, load: Load, lost: Sequence[tuple[datetime, datetime]], zone: ZoneInfo = SHANGHAI
) -> Readings:
    """Return hourly registers; those between the two instants of `lost` are missing."""
    hours = round((local(begin + timedelta(days=days), 0, zone) - local(begin, 0, zone)) / HOUR)
    at = [local(begin, 0, zone) + k * HOUR for k in range(hours + 1)]
    used = [load(start.astimezone(zone).date(), start.astimezone(zone).hour) for start in at[:-1]]
    value = 1000 + np.concatenate([[0.0], np.cumsum(used)])
    kept = np.array([not any(start < one < end for start, end in lost) for one in at])
    instants = np.array([one.replace(tzinfo=None) for one in at], dtype="datetime64[us]")[kept]
    return in_order(np.zeros(len(instants), dtype=np.int64), instants, value[kept])


def hourly(two_way: bool = False) -> Installations:
    plain = installed(valid_from=datetime(2020, 1, 1, tzinfo=UTC), two_way=two_way)
    return arrays(plain, interval=HOUR)


def account(
    begin: date, days: int, load: Load, *lost: tuple[datetime, datetime], zone: ZoneInfo = SHANGHAI
) -> Account:
    return hourly_consumption(readings(begin, days, load, lost, zone), hourly())


def nothing() -> Amounts:
    empty = np.empty(0)
    return Amounts(np.empty(0, np.int64), np.empty(0, "datetime64[us]"), empty, empty, empty)


def shape(
    of: Account,
    place: Locality | None = None,
    days: KnownDays | None = None,
    earlier: Amounts | None = None,
) -> Account:
    places = {0: place or Locality(SHANGHAI)}
    return shaped(of, earlier or nothing(), places, days or KnownDays(Calendar()))


def amounts(of: Account, start: datetime, end: datetime) -> list[float]:
    """Return the amounts of the hours from one instant to another."""
    first, after = (np.datetime64(one.replace(tzinfo=None), "us") for one in (start, end))
    within = (of.hours.hour >= first) & (of.hours.hour < after)
    return of.hours.amount[within].tolist()
