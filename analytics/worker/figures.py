"""Compute the figures of institutions whose days, people, area or quotas changed.

Marks say which: they are written in the transaction that changed the days, and deleted in the one that
writes the figures. An institution is locked first, its marks are deleted by a later statement and its days
read by a still later one, so whatever is marked meanwhile is computed by the next transaction.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from analytics.aggregates import touched
from analytics.indicators.figures import Outcome, figures
from analytics.indicators.periods import Period
from analytics.indicators.staleness import axis, heating_seasons, months_since, touched_periods
from analytics.registers import Instants
from analytics.worker.accounts import Registered, accounts, registered
from models.calendar import Calendar
from models.errors import NoCalendarError
from models.figures import Subject
from storage import indicators
from storage.consumption import Connection
from storage.indicators import StaleFigures

EVERY = timedelta(seconds=20)
"""How often figures are computed while hours keep changing: those of a large region take seconds."""

CARBON_REGION = "ningxia"
"""Whose grid factor carbon of electricity is computed with unless somebody says otherwise."""

INSTITUTIONS_A_TURN = 20
"""So many institutions are computed before hours get their turn again."""

_LOOK_FOR_ENDED = timedelta(hours=1)

_log = logging.getLogger(__name__)


def mark_figures(
    connection: Connection, changed: Mapping[int, Instants], zones: Mapping[int, ZoneInfo]
) -> None:
    """Mark what is made of changed hours of meters; in the transaction that writes the hours."""
    spans = [(meter, *touched(hours, zones[meter]).months) for meter, hours in changed.items()]
    if spans:
        indicators.mark(connection, spans)


class Figures:
    """Computes stale figures a turn at a time; remembers when it did, and what it has said of institutions.

    Whoever starts takes the figures of the running year for stale: the calendar may be another one.
    """

    def __init__(self, calendar: Calendar, grid_region: str = CARBON_REGION) -> None:
        self._calendar = calendar
        self._grid_region = grid_region
        self._computed_at: datetime | None = None
        self._looked_at: datetime | None = None
        self._said: set[tuple[str, str]] = set()

    def is_due(self, now: datetime) -> bool:
        """Tell whether figures were not computed just now."""
        return self._computed_at is None or not timedelta() <= now - self._computed_at < EVERY

    def compute(self, connection: Connection, now: datetime) -> int:
        """Compute the stale figures of a turn of institutions; return how many institutions those were."""
        self._mark(connection, now)
        with connection.transaction():
            claimed = indicators.claim(connection, INSTITUTIONS_A_TURN)
            stale = indicators.take_stale(connection, claimed)
            registry = (
                registered(connection, list(stale), self._calendar, self._grid_region) if stale else None
            )
            for institution in stale:
                if registry is not None and institution in registry.subjects:
                    self._institution(connection, registry, institution, stale[institution], now)
        # a full turn: there may be more, so the next one is due at once
        self._computed_at = now if len(claimed) < INSTITUTIONS_A_TURN else None
        return len(claimed)

    def _mark(self, connection: Connection, now: datetime) -> None:
        if self._looked_at is None:
            indicators.mark_all(connection, date(now.year, 1, 1))
        if self._looked_at is None or not timedelta() <= now - self._looked_at < _LOOK_FOR_ENDED:
            indicators.mark_ended(connection, now)
            self._looked_at = now

    def _institution(
        self,
        connection: Connection,
        registry: Registered,
        institution: int,
        stale: StaleFigures,
        now: datetime,
    ) -> None:
        subject = registry.subjects[institution]
        today = now.astimezone(ZoneInfo(subject.zone)).date()
        months = _stale_months(connection, institution, stale, today)
        if not months:
            return
        seasons = self._seasons(subject, min(months), today)
        periods = touched_periods(months, seasons, today)
        of_institution = accounts(connection, registry, institution, axis(periods), today)
        for period in periods:
            found = figures(of_institution, period, seasons, now)
            rows = [outcome.figure for outcome in found]
            indicators.write(connection, institution, period.kind, period.start, rows)
            self._explain(subject, found)

    def _seasons(self, subject: Subject, first: date, today: date) -> list[Period]:
        try:
            # two years more: what a season is compared with
            return heating_seasons(
                self._calendar, subject.heating, date(first.year - 2, first.month, 1), today
            )
        except NoCalendarError as error:
            self._say(subject, "heating_energy_per_heated_area", "no_calendar", str(error))
            return []

    def _explain(self, subject: Subject, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.obstacle is not None:
                reason, remedy = outcome.obstacle.reason, outcome.obstacle.remedy
                self._say(subject, outcome.figure.indicator, reason, remedy)

    def _say(self, subject: Subject, indicator: str, reason: str, remedy: str) -> None:
        """Say what is missing of an institution, once."""
        if (subject.code, reason) in self._said:
            return
        self._said.add((subject.code, reason))
        _log.warning(
            "no figure institution=%s indicator=%s reason=%s remedy=%s",
            subject.code,
            indicator,
            reason,
            remedy,
        )


def _stale_months(connection: Connection, institution: int, stale: StaleFigures, today: date) -> list[date]:
    months = set(stale.months)
    if stale.since is not None:
        earliest = indicators.earliest_day(connection, institution)
        if earliest is not None:
            first = max(date(stale.since.year, 1, 1), earliest)
            months |= set(months_since(first, today))
    return sorted(months)
