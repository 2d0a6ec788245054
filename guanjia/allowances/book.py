"""What allowances are worked out from, and which places have one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import psycopg

from analytics.allowances.opening import Custom
from analytics.allowances.periods import between, earlier, period
from analytics.allowances.proposal import Limits
from analytics.allowances.serving import named, serving, topmost
from analytics.allowances.use import used
from models.allowance_file import AllowanceFile, PlaceEntry, closed_on
from models.allowances import Allowance, Opening, Period, PlaceInfo, Serving, Use
from models.balance import BALANCED
from models.calendar import Calendar
from models.errors import GuanjiaError
from models.quantities import BY_NAME
from models.registry import Medium, PlaceKind
from storage import allowances as stored

_KINDS = {PlaceKind.CANTEEN, PlaceKind.PUBLIC_AREA}


@dataclass(frozen=True, slots=True)
class Book:
    """The database, the rules of the operator, the calendar, the places, and now."""

    connection: psycopg.Connection
    file: AllowanceFile
    calendar: Calendar
    places: dict[str, PlaceInfo]
    now: datetime

    @property
    def limits(self) -> Limits:
        """How well a period must be known to be judged."""
        return Limits(self.file.settling.coverage, self.file.settling.estimated_share)


@dataclass(frozen=True, slots=True)
class Subject:
    """A place and medium with an allowance; `entry` is what the operator wrote about it."""

    place: PlaceInfo
    medium: Medium
    entry: PlaceEntry
    billing_day: int
    saving_target: float
    today: date

    @property
    def zone(self) -> ZoneInfo:
        """Where its days begin."""
        return ZoneInfo(self.place.zone)

    @property
    def unit(self) -> str:
        """The unit of its volumes."""
        return BY_NAME[BALANCED[self.medium]].unit


def subject(book: Book, code: str, medium: Medium) -> Subject:
    """Return a place with what the operator wrote about it; raise GuanjiaError when there is none."""
    place = book.places.get(code)
    if place is None:
        usual = [f"{each.code} {each.name}" for each in book.places.values() if each.kind in _KINDS]
        listed = ", ".join(usual) or "none of these kinds; `guanjia registry apply` loads places"
        raise GuanjiaError(f"no place {code!r}; canteens and public areas are: {listed}")
    entry = _entry(book.file, code, medium) or PlaceEntry(place=code, medium=medium)
    days = {each.institution: each.billing_day for each in book.file.institutions}
    of_institution = days.get(place.institution, book.file.billing_day)
    target = entry.saving_target
    return Subject(
        place=place,
        medium=medium,
        entry=entry,
        billing_day=of_institution if entry.billing_day is None else entry.billing_day,
        saving_target=book.file.saving_target if target is None else target,
        today=book.now.astimezone(ZoneInfo(place.zone)).date(),
    )


def subjects(book: Book, site: str | None = None) -> list[Subject]:
    """Return all that have an allowance: canteens, public areas, and what the file or the ledger names.

    Raises
    ------
    GuanjiaError
        When a place or site that is named does not exist.
    """
    sites = sorted({place.site for place in book.places.values()})
    if site is not None and site not in sites:
        raise GuanjiaError(f"no site {site!r}; there are {', '.join(sites) or 'none yet'}")
    usual = {(place.code, Medium.WATER) for place in book.places.values() if place.kind in _KINDS}
    written = {(entry.place, entry.medium) for entry in book.file.places}
    kept = {(each.place, each.medium) for each in stored.allowances(book.connection)}
    found = [subject(book, code, medium) for code, medium in sorted(usual | written | kept)]
    return [each for each in found if site in (None, each.place.site)]


def custom_of(book: Book, of: Subject) -> Custom:
    """Return when a place is open and whom it serves: without a word about it, canteens on workdays."""
    usual = Opening.DAILY if of.place.kind == PlaceKind.PUBLIC_AREA else Opening.WORKDAYS
    return Custom(
        opening=of.entry.opening or usual,
        calendar=book.calendar,
        occupancy=stored.occupancy(book.connection, of.place.code),
        meals_per_diner=of.entry.meals_per_diner or book.file.meals_per_diner,
        closed=partial(closed_on, of.entry.closed),
    )


def serving_of(book: Book, of: Subject) -> Serving:
    """Return the meters a place is judged by: those named, else the topmost ones that serve only it."""
    site_meters = stored.meters(book.connection, of.place.site, of.medium, BALANCED[of.medium])
    if of.entry.meters:
        chosen = named(site_meters, of.entry.meters, of.place.code)
    else:
        chosen = topmost(site_meters, _within(book, of.place.code))
    return serving(chosen, of.place.code)


def use_of(book: Book, of: Subject, by: Serving, start: date, end: date) -> Use:
    """Return what some meters count for a place from `start` on and before `end`."""
    return used(stored.days(book.connection, by, start, end), by, of.zone, start, end)


def ensured(book: Book, of: Subject, month: date) -> Allowance:
    """Return the period of a month, made where it is not there; its days never change afterwards."""
    known = {each.period.month: each for each in stored.allowances(book.connection, of.place.code, of.medium)}
    if month not in known:
        stored.open_allowance(book.connection, of.place, of.medium, fitted(of, month, known.get), of.unit)
        return ensured(book, of, month)
    return known[month]


def peeked(book: Book, of: Subject, month: date) -> Allowance:
    """Return the period of a month as `ensured` would, but make none: one that is not there has number 0."""
    known = {each.period.month: each for each in stored.allowances(book.connection, of.place.code, of.medium)}
    made = fitted(of, month, known.get)
    return known.get(month) or Allowance(0, of.place.code, of.medium, made, of.unit, None, None, "", None)


def fitted(of: Subject, month: date, known: Callable[[date], Allowance | None]) -> Period:
    """Return the period of a month as it would be made: next to its neighbours, where they are there."""
    before, after = known(earlier(month, 1)), known(earlier(month, -1))
    return between(period(month, of.billing_day), before and before.period.end, after and after.period.start)


def _entry(file: AllowanceFile, code: str, medium: Medium) -> PlaceEntry | None:
    return next((each for each in file.places if (each.place, each.medium) == (code, medium)), None)


def _within(book: Book, code: str) -> frozenset[str]:
    inside = {code}
    while True:
        more = {each.code for each in book.places.values() if each.parent in inside} - inside
        if not more:
            return frozenset(inside)
        inside |= more
