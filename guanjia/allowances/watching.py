"""Allowances as alert rules look at them: every round, all of them, in a constant number of queries."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

import psycopg

from analytics.allowances.opening import Custom
from analytics.allowances.progress import progress, until
from analytics.allowances.use import used
from guanjia.allowances.book import Book, Subject, custom_of, serving_of, subject
from guanjia.allowances.settling import carried
from models.allowance_file import AllowanceFile
from models.allowances import Allowance, AllowanceStanding, Approval, DayUse, Entry, Serving
from models.calendar import Calendar
from models.errors import GuanjiaError, NoCalendarError
from models.registry import Medium
from storage import allowances as stored
from storage.devices import registry_revision

Complain = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the registry and the operator's file say of a place: it changes rarely."""

    serving: Serving
    custom: Custom


class Watching:
    """Knows where places with an approved volume stand; remembers the registry while it does not change."""

    def __init__(self, file: AllowanceFile, calendar: Calendar, complain: Complain) -> None:
        self._file = file
        self._calendar = calendar
        self._complain = complain
        self._said: set[str] = set()
        self._revision: int | None = None
        self._known: dict[tuple[str, Medium], _Known] = {}

    def standings(self, connection: psycopg.Connection, now: datetime) -> list[AllowanceStanding]:
        """Return how far every place has come in its running period; one that cannot be judged is told of."""
        running = list(self._running(connection, now))
        if not running:
            return []
        days = self._days(connection, running)
        entries = stored.entries(connection)
        found: list[AllowanceStanding] = []
        for each in running:
            try:
                found.append(_standing(each, days, entries))
            except NoCalendarError as error:
                self._say(each.allowance.place, error)
        return found

    def _running(self, connection: psycopg.Connection, now: datetime) -> Iterator["_Running"]:
        approved = [each for each in stored.allowances(connection) if each.approval is not None]
        if not approved:
            return
        revision = registry_revision(connection)
        if revision != self._revision:
            self._revision, self._known = revision, {}
        book = Book(connection, self._file, self._calendar, stored.places(connection), now)
        for allowance in approved:
            try:
                of = subject(book, allowance.place, allowance.medium)
                known = self._known_of(book, of)
            except GuanjiaError as error:
                self._say(allowance.place, error)
                continue
            if allowance.approval and allowance.period.start < of.today <= allowance.period.end:
                yield _Running(of, known, allowance, allowance.approval)

    def _known_of(self, book: Book, of: Subject) -> _Known:
        key = (of.place.code, of.medium)
        if key not in self._known:
            self._known[key] = _Known(serving_of(book, of), custom_of(book, of))
        return self._known[key]

    def _days(self, connection: psycopg.Connection, running: Sequence["_Running"]) -> dict[str, list[DayUse]]:
        meters = {meter: 1.0 for each in running for meter in each.known.serving.shares}
        start = min(each.allowance.period.start for each in running)
        end = max(each.until for each in running)
        found: dict[str, list[DayUse]] = {meter: [] for meter in meters}
        for day in stored.days(connection, Serving("", meters), start, end):
            found[day.meter].append(day)
        return found

    def _say(self, place: str, error: GuanjiaError) -> None:
        text = f"allowance of {place} is not watched: {error}"
        if text not in self._said:
            self._said.add(text)
            self._complain(text)


@dataclass(frozen=True, slots=True)
class _Running:
    of: Subject
    known: _Known
    allowance: Allowance
    approval: Approval

    @property
    def until(self) -> date:
        return until(self.allowance.period, self.of.today)


def _standing(each: _Running, days: dict[str, list[DayUse]], entries: Sequence[Entry]) -> AllowanceStanding:
    period, serving = each.allowance.period, each.known.serving
    mine = [day for meter in serving.shares for day in days[meter] if period.start <= day.day < each.until]
    use = used(mine, serving, each.of.zone, period.start, each.until)
    at = progress(
        period,
        each.known.custom,
        use,
        today=each.of.today,
        approved=each.approval.volume,
        carried=carried(entries, each.allowance),
    )
    return AllowanceStanding(
        place=each.of.place.code,
        medium=each.of.medium,
        unit=each.allowance.unit,
        period=period,
        approved=each.approval.volume,
        used=at.used,
        due=at.due,
        projected=at.projected,
        open_days=at.open_days,
        open_days_over=at.open_days_over,
        passed_on=_passed_on(mine, serving, each.approval.volume - at.carried),
        coverage=use.coverage,
        estimated_share=use.estimated_share,
        shares=serving.shares,
    )


def _passed_on(days: Sequence[DayUse], serving: Serving, left: float) -> date | None:
    """Return the first day at whose end more than what was left is used."""
    total = 0.0
    for day, of_day in groupby(sorted(days, key=lambda each: each.day), key=lambda each: each.day):
        total += sum(serving.shares[each.meter] * each.amount for each in of_day)
        if total > left:
            return day
    return None
