"""Judge the nights of sites whose hours changed, each site once an hour at most unless told otherwise.

A site is locked first and read by later statements, so two workers do not judge it at once. What was found is
written in the same transaction as when that was: a crash leaves the site to be judged again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import numpy as np

from analytics.aggregates import midnights
from analytics.detection.flowing import LONGEST, flowing_hours
from analytics.detection.leaks import REFERENCE_DAYS, Verdict
from analytics.detection.nights import FIRST_HOUR, NIGHT_HOURS, resolution
from analytics.detection.watching import Ground, Stretch, Watched, watched_site
from analytics.known_days import KnownDays
from analytics.registers import Floats
from models.amounts import Amounts
from models.calendar import Calendar
from models.detection import Leak, MeterNight, MeterState, WatchedMeter
from storage import consumption, detection, gaps
from storage.consumption import Connection
from storage.detection import Found

EVERY = timedelta(hours=1)
"""How often the nights of a site are judged at most: late readings come at any time, and many at once."""

LOOK_EVERY = timedelta(minutes=5)
"""How often a worker looks for sites to judge."""

NIGHTS = 120
"""Nights that are judged at a time: what late readings change in the last 60 of them is corrected."""

_NIGHT_ENDS = timedelta(hours=FIRST_HOUR + NIGHT_HOURS - 24)
"""After midnight: a night that is not over yet is not judged."""

_SETTLED = timedelta(days=REFERENCE_DAYS)
_HOUR = np.timedelta64(1, "h")


@dataclass(frozen=True, slots=True)
class _Site:
    """The water meters of a site that count days alike, and the nights to judge."""

    meters: Sequence[WatchedMeter]
    stretch: Stretch
    first_rewritten: Mapping[int, date]

    @property
    def ids(self) -> list[int]:
        return [meter.id for meter in self.meters]


class Leaks:
    """Judges sites a turn at a time; remembers when it looked for them."""

    def __init__(self, calendar: Calendar, every: timedelta = EVERY) -> None:
        self._days = KnownDays(calendar)
        self._every = every
        self._looked_at: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Tell whether sites were not looked for just now."""
        return self._looked_at is None or not timedelta() <= now - self._looked_at < min(
            LOOK_EVERY, self._every
        )

    def compute(self, connection: Connection, now: datetime) -> int:
        """Judge the sites whose hours changed; return how many nights and leaks came out otherwise."""
        self._looked_at = now
        return sum(
            self._judged(connection, site, now)
            for site in detection.sites_to_judge(connection, now, self._every)
        )

    def _judged(self, connection: Connection, site: int, now: datetime) -> int:
        with connection.transaction():
            if not detection.try_site(connection, site):
                return 0
            changed = 0
            for part in _parts(detection.watched_meters(connection, site), now):
                changed += detection.write_found(connection, _found(connection, part, self._days, now), now)
            detection.note_leaks_judged(connection, site, now)
        return changed


def _parts(meters: Sequence[WatchedMeter], now: datetime) -> list[_Site]:
    parts: list[_Site] = []
    by_zone = sorted(meters, key=lambda meter: meter.zone)
    for zone, group in groupby(by_zone, key=lambda meter: meter.zone):
        of_zone = list(group)
        last = (now.astimezone(ZoneInfo(zone)) - _NIGHT_ENDS).date()
        begin = last - timedelta(days=NIGHTS - 1)
        firsts = {meter.id: begin + _SETTLED if meter.was_judged else begin for meter in of_zone}
        stretch = Stretch(begin, NIGHTS, ZoneInfo(zone), of_zone[0].heating)
        parts.append(_Site(of_zone, stretch, firsts))
    return parts


def _found(connection: Connection, site: _Site, days: KnownDays, now: datetime) -> Found:
    begin, zone = site.stretch.begin, site.stretch.zone
    eve, after = begin - timedelta(days=1), begin + timedelta(days=NIGHTS)
    starts, ends = (at.replace(tzinfo=UTC) for at in _midnights(eve, after, zone))
    ground = Ground(
        detection.night_hours(connection, site.ids, starts, ends, zone.key),
        consumption.days_within(connection, [(meter, eve, after) for meter in site.ids]),
        days,
    )
    earlier = detection.earlier_leaks(connection, site.ids, before=begin + _SETTLED, after=begin)
    verdicts = watched_site([_watched(meter, earlier) for meter in site.meters], site.stretch, ground)
    flowing = _flowing(connection, site.ids, ground.measured, now)
    return Found(
        site.first_rewritten,
        [
            night
            for meter in site.ids
            for night in _nights(meter, verdicts[meter], site.first_rewritten[meter])
        ],
        [
            (meter, leak)
            for meter in site.ids
            for leak in _leaks(verdicts[meter], site.first_rewritten[meter])
        ],
        [
            MeterState(meter, verdicts[meter].state, verdicts[meter].nights_missing, flowing[meter])
            for meter in site.ids
        ],
    )


def _watched(meter: WatchedMeter, earlier: Mapping[int, Sequence[Leak]]) -> Watched:
    running = earlier.get(meter.id, ())
    return Watched(meter.id, meter.parent_id, meter.item, meter.place_kind, running[0] if running else None)


def _nights(meter: int, verdict: Verdict, first: date) -> list[MeterNight]:
    return [
        MeterNight(
            meter,
            night.on,
            night.flow,
            None if night.usual is None else night.usual.flow,
            None if night.usual is None else night.usual.spread,
            night.unusual,
        )
        for night in verdict.nights
        if night.on >= first and night.flow is not None
    ]


def _leaks(verdict: Verdict, first: date) -> list[Leak]:
    """Return the leaks that are written: what ended before `first` is as it was found then."""
    return [leak for leak in verdict.leaks if leak.latest >= first or leak.ended is None]


def _flowing(
    connection: Connection, meters: Sequence[int], nights: Amounts, now: datetime
) -> dict[int, int | None]:
    """Return how long each register has not stood still, up to its latest hour that is over."""
    end = np.datetime64(now.astimezone(UTC).replace(tzinfo=None), "h")
    begin = end - LONGEST * _HOUR
    bounds = begin.astype("datetime64[us]").item(), end.astype("datetime64[us]").item()
    first, after = (at.replace(tzinfo=UTC) for at in bounds)
    hours = gaps.measured_hours(connection, [(meter, first, after) for meter in meters])
    return {
        meter: flowing_hours(_laid_out(hours, meter, begin), resolution(nights.amount[nights.meter == meter]))
        for meter in meters
    }


def _laid_out(hours: Amounts, meter: int, begin: np.datetime64) -> Floats:
    """Return the hours of a week up to the last measured one: readings of the latest hour or two may wait."""
    mine = hours.meter == meter
    place = ((hours.start[mine] - begin) / _HOUR).astype(np.int64)
    amount = np.full(LONGEST, np.nan)
    amount[place] = hours.amount[mine]
    return amount[: place.max() + 1] if len(place) and place.max() >= LONGEST - 3 else amount


def _midnights(first: date, after: date, zone: ZoneInfo) -> list[datetime]:
    return midnights(np.array([first, after], "datetime64[D]"), zone).tolist()
