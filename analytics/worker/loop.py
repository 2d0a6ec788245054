"""The loop: look for stale hours, compute, wait; and go on when the database comes back."""

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

from analytics.known_days import KnownDays
from analytics.vehicles.homes import Homes
from analytics.worker.baselines import Baselines
from analytics.worker.calendars import recut
from analytics.worker.figures import CARBON_REGION, Figures
from analytics.worker.hours import compute_batch
from analytics.worker.leaks import EVERY as LEAKS_EVERY
from analytics.worker.leaks import Leaks
from analytics.worker.movements import Movements
from models.calendar import Calendar
from models.errors import UnreachableError
from storage import consumption, indicators
from storage.consumption import Connect, Connection

Clock = Callable[[], datetime]

METERS_A_BATCH = 50
ORPHANS_WAIT = timedelta(minutes=10)
"""Marks of no meter are kept this long, lest a registry change that adds the meter is yet to be committed."""

_NOTICES = Calendar()
"""The calendar of who gives none: the State Council's notices."""

_HELD_SECONDS = 0.05
_LONGEST_WAIT = timedelta(seconds=10)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a worker looks for stale marks, and at most for leaks at one site."""

    marks: timedelta
    leaks: timedelta = LEAKS_EVERY


@dataclass(frozen=True, slots=True)
class Locality:
    """Whose grid's carbon factor counts, and where vehicles are at home; None: there are no outings."""

    grid_region: str = CARBON_REGION
    homes: Homes | None = None


_ANYWHERE = Locality()


def run(
    connect: Connect,
    stop: Event,
    clock: Clock,
    pace: Pace,
    calendar: Calendar = _NOTICES,
    locality: Locality = _ANYWHERE,
) -> None:
    """Work until `stop` is set; look for marks less often while the database is away."""
    worker, poll = _Worker(clock, calendar, locality, pace.leaks), pace.marks
    wait, away = poll, False
    while not stop.is_set():
        try:
            with consumption.reachable(), closing(connect()) as connection:
                consumption.prepare(connection)
                if away:
                    _log.info("database back")
                wait, away = poll, False
                worker.serve(connection, stop, poll)
        except UnreachableError as error:
            if not away:
                _log.warning("database away error=%s", error)
            away = True
            stop.wait(wait.total_seconds())
            wait = min(2 * wait, max(poll, _LONGEST_WAIT))


def drain(
    connect: Connect, clock: Clock, calendar: Calendar = _NOTICES, locality: Locality = _ANYWHERE
) -> int:
    """Work until no meter has stale hours left, compute figures and leaks; return how many hours changed.

    Nights are judged however lately they were. Baselines are left to whoever runs on: learning a thousand
    meters takes minutes.
    """
    worker, hours = _Worker(clock, calendar, locality, timedelta()), 0
    with consumption.reachable(), closing(connect()) as connection:
        consumption.prepare(connection)
        while recut(connection, METERS_A_BATCH, clock()):
            continue
        while consumption.marks_left(connection):
            taken, changed = worker.compute(connection)
            hours += changed
            if not taken:
                Event().wait(_HELD_SECONDS)
        worker.figures.compute(connection, clock())
        while indicators.are_left(connection):
            if not worker.figures.compute(connection, clock()):
                Event().wait(_HELD_SECONDS)
        worker.leaks.compute(connection, clock())
        while worker.movements.compute(connection, clock()):
            continue
    return hours


class _Worker:
    """One worker's memory: figures, leaks, trips, marks that may be orphans, what it has complained about."""

    def __init__(self, clock: Clock, calendar: Calendar, locality: Locality, leaks_every: timedelta) -> None:
        self.figures = Figures(calendar, locality.grid_region)
        self.leaks = Leaks(calendar, leaks_every)
        self.baselines = Baselines(calendar)
        self.movements = Movements(homes=locality.homes)
        self._clock = clock
        self._days = KnownDays(calendar)
        self._orphans: tuple[int, datetime] | None = None
        self._said: set[str] = set()

    def serve(self, connection: Connection, stop: Event, poll: timedelta) -> None:
        """Compute what is stale, and figures now and then; wait when there was less than a batch to do.

        Leaks and baselines wait until then: who catches up with a year of hours has no night to judge yet.
        """
        while not stop.is_set():
            taken, _ = self.compute(connection)
            if self.figures.is_due(self._clock()):
                self.figures.compute(connection, self._clock())
            recut(connection, METERS_A_BATCH, self._clock())
            self.movements.compute(connection, self._clock())
            if taken < METERS_A_BATCH:
                self._sweep(connection)
                self._detect(connection)
                stop.wait(poll.total_seconds())

    def _detect(self, connection: Connection) -> None:
        if self.leaks.is_due(self._clock()):
            self.leaks.compute(connection, self._clock())
        if self.baselines.is_due(self._clock()):
            self.baselines.compute(connection, self._clock())

    def compute(self, connection: Connection) -> tuple[int, int]:
        """Compute a batch; return how many meters it took and how many hours changed."""
        batch = compute_batch(connection, METERS_A_BATCH, self._clock(), self._days)
        for code in {meter.code for meter in batch.not_installed} - self._said:
            self._said.add(code)
            _log.warning("no hours meter=%s reason=no_installation remedy=add one in the registry", code)
        for lack in self._days.newly_missing():
            _log.warning("gaps not shaped by similar days reason=no_calendar remedy=%s", lack)
        return len(batch.meters), batch.hours

    def _sweep(self, connection: Connection) -> None:
        """Drop marks of registers that are no meter (an odometer) and that have waited."""
        now = self._clock()
        if self._orphans is not None and now - self._orphans[1] >= ORPHANS_WAIT:
            consumption.drop_orphan_marks(connection, self._orphans[0])
            self._orphans = None
        if self._orphans is None:
            self._orphans = consumption.latest_mark(connection), now
