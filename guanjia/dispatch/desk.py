"""The dispatcher's desk: what people at the console and programs of the API do with orders."""

from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, TypeVar

import psycopg

from guanjia.dispatch.book import OrderBook, open_book
from guanjia.dispatch.deciding import decided
from guanjia.dispatch.entries import Entry, check_of, duty_of, order_of
from guanjia.dispatch.files import choices, order_file
from guanjia.dispatch.order_lines import same
from guanjia.dispatch.sentences import mistaken
from guanjia.dispatch.trail import note_check, note_duty, note_entered
from models.dispatch import Order, OrderChange, OrderState
from models.dispatch_desk import (
    Application,
    CheckEntry,
    Choice,
    DutyEntry,
    DutyTime,
    Listing,
    OrderFile,
    OrderPage,
    Place,
    Step,
    VehicleChecks,
)
from models.dispatch_errors import FieldFlaw, Flaw, ForbiddenError, NoSuchOrderError
from models.geofences import Geofence
from models.identity import Identity, Right
from storage import dispatch as stored
from storage import dispatch_desk as kept
from storage.dispatch import DailyCheck, DutyRow

_MOST: Final = 500
"""Orders of a page, whatever is asked for."""
Found = TypeVar("Found", Order, DailyCheck, DutyRow)


@dataclass(frozen=True, slots=True)
class Visit:
    """One question of somebody, in one transaction; `within` are the institutions they have a say in."""

    who: Identity
    book: OrderBook
    within: Mapping[str, Place]

    @property
    def plates(self) -> frozenset[str]:
        """The vehicles of those institutions."""
        return frozenset(v.plate for v in self.book.vehicles.values() if v.institution in self.within)

    def order(self, number: int) -> Order:
        """Return an order by its id; NoSuchOrderError where there is none, or it is somebody else's."""
        found = kept.order_of(self.book.connection, self.within.keys(), number)
        if found is None:
            raise NoSuchOrderError(f"no order {number}: it is not there, or of an institution not yours")
        return found

    def midnight(self, day: date) -> datetime:
        """Return when a local day begins; days are those of the first institution."""
        zone = self.book.zones.get(next(iter(self.within), ""), self.book.zone)
        return datetime.combine(day, time(), zone)


@dataclass(frozen=True, slots=True)
class Desk:
    """`connect` opens the database with the console's rights; `fences` are those of config/geofences/."""

    connect: Callable[[], psycopg.Connection]
    fences: Mapping[str, Geofence]
    now: Callable[[], datetime]

    def orders(self, who: Identity, asked: Listing) -> OrderPage:
        """Return a page of orders, the latest first."""
        with self._visit(who, Right.READ) as visit:
            span = (None, None)
            if asked.day is not None:
                span = visit.midnight(asked.day), visit.midnight(asked.day + timedelta(days=1))
            asked = replace(asked, limit=min(max(asked.limit, 1), _MOST))
            wanted = visit.within.keys() & {asked.institution} if asked.institution else visit.within
            found = kept.listed(visit.book.connection, wanted, asked, span)
        page, last = found[: asked.limit], found[: asked.limit][-1:]
        more = len(found) > asked.limit
        return OrderPage(tuple(page), (last[0].planned_from, last[0].id) if more else None)

    def order(self, who: Identity, number: int) -> OrderFile:
        """Return an order, by its id, with its history and what it drove."""
        with self._visit(who, Right.READ) as visit:
            return self._file(visit, visit.order(number))

    def apply(self, who: Identity, said: Application) -> OrderFile:
        """Enter what somebody applies for; said again with its key or number, it is the order that is there.

        Raises
        ------
        EntryError
            Naming every field that is wrong.
        """
        with self._visit(who, Right.READ) as visit:
            order = _sound(order_of(visit.book, said, visit.within.keys(), who.name))
            kept.take_turn(visit.book.connection)
            # two people may call their entries alike
            key = f"{who.name} {said.key}" if said.key else ""
            known = kept.same_entry(visit.book.connection, order.institution, key)
            if known is None:
                return self._file(visit, visit.order(_entered(visit, order, key)))
            there = visit.order(known)
            if not _says_the_same(there, order):
                raise mistaken([FieldFlaw("key", Flaw.TAKEN)])
            return self._file(visit, there)

    def move(self, who: Identity, number: int, wanted: Step) -> OrderFile:
        """Bring an order, by its id, into a state; the applicant may cancel what nobody decided on yet.

        Raises
        ------
        RefusedError
            Where it may not go there now.
        """
        with self._visit(who, Right.READ) as visit:
            order = visit.order(number)
            if not who.may(Right.DISPATCH) and wanted.to not in _own_steps(visit, order):
                raise ForbiddenError(Right.DISPATCH)
            entry = Entry()
            note = entry.text("note", wanted.note, needed=False)
            driver = entry.text("driver", wanted.driver, needed=False)
            if wanted.plate:
                entry.known("plate", wanted.plate, visit.plates)
            if entry.flaws:
                raise mistaken(entry.flaws)
            wanted = replace(wanted, note=note, driver=driver)
            moved = decided(visit.book, order, wanted, who.name, visit.book.now)
            return self._file(visit, moved)

    def choices(self, who: Identity, number: int) -> tuple[list[Choice], list[Choice]]:
        """Return the vehicles and the drivers that may be sent for an order; those that are free first."""
        with self._visit(who, Right.DISPATCH) as visit:
            return choices(visit.book, visit.order(number), visit.plates)

    def institutions(self, who: Identity) -> list[Place]:
        """Return the institutions that somebody may apply for."""
        with self._visit(who, Right.READ) as visit:
            return list(visit.within.values())

    def places(self) -> list[Place]:
        """Return the fences that an order may lead to."""
        named = (fence.properties for fence in self.fences.values())
        return [Place(each.code, each.name, each.name_en or each.name) for each in named]

    def checks(self, who: Identity, day: date | None) -> tuple[date, list[VehicleChecks]]:
        """Return the daily checks of every vehicle on a day; None: today, which is returned too."""
        with self._visit(who, Right.READ) as visit:
            day = day or self._today(visit)
            return day, kept.checks_of(visit.book.connection, visit.within.keys(), day)

    def write_check(self, who: Identity, said: CheckEntry) -> bool:
        """Write a daily check down; another one of its vehicle, day and kind takes its place.

        It tells whether it says something new.
        """
        with self._visit(who, Right.DISPATCH) as visit:
            check = _sound(check_of(visit.book, said, visit.plates, who.name))
            is_new = stored.write_check(visit.book.connection, check)
            if is_new:
                note_check(visit.book.connection, check)
            return is_new

    def duty(self, who: Identity, day: date | None) -> tuple[date, list[DutyTime]]:
        """Return the duty of vehicles on a day; None: today, which is returned too."""
        with self._visit(who, Right.READ) as visit:
            day = day or self._today(visit)
            span = visit.midnight(day), visit.midnight(day + timedelta(days=1))
            return day, kept.duties_of(visit.book.connection, visit.within.keys(), *span)

    def register_duty(self, who: Identity, said: DutyEntry) -> bool:
        """Register duty of a vehicle beforehand; tell whether it is new."""
        with self._visit(who, Right.DISPATCH) as visit:
            row = _sound(duty_of(visit.book, said, visit.plates, who.name))
            is_new = stored.register_duty(visit.book.connection, row)
            if is_new:
                note_duty(visit.book.connection, row)
            return is_new

    def vehicles(self, who: Identity) -> list[str]:
        """Return the plates of the vehicles that somebody has a say in."""
        with self._visit(who, Right.READ) as visit:
            return sorted(visit.plates)

    @contextmanager
    def _visit(self, who: Identity, right: Right) -> Generator[Visit]:
        if not who.may(right):
            raise ForbiddenError(right)
        with kept.translated(), closing(self.connect()) as connection, connection.transaction():
            within = kept.within(connection, who.institution)
            yield Visit(who, open_book(connection, self.fences, self.now().astimezone(UTC)), within)

    def _file(self, visit: Visit, order: Order) -> OrderFile:
        place = visit.within[order.institution]
        return order_file(visit.book, order, place, visit.who, _own_steps(visit, order))

    def _today(self, visit: Visit) -> date:
        return self.now().astimezone(visit.midnight(date(2026, 1, 1)).tzinfo).date()


def _own_steps(visit: Visit, order: Order) -> frozenset[OrderState]:
    """Return what somebody may do of an order without deciding: take back what nobody decided on yet."""
    if order.state is not OrderState.APPLIED:
        return frozenset()
    author = kept.entered_by(visit.book.connection, order.id)
    return frozenset({OrderState.CANCELLED} if author == visit.who.name else ())


def _entered(visit: Visit, order: Order, key: str) -> int:
    connection, author = visit.book.connection, visit.who.name
    if not order.number:
        order = replace(order, number=_next_number(visit, order))
    number = stored.enter(connection, order, key)
    if number is None:
        return _same(visit, order)
    stored.add_change(
        connection, number, OrderChange(visit.book.now, author, None, OrderState.APPLIED), visit.book.now
    )
    note_entered(connection, order, author)
    return number


def _same(visit: Visit, order: Order) -> int:
    """Return the id of an order that is there with the same content; EntryError where it says otherwise."""
    there = visit.book.order(order.number, order.institution)
    if not _says_the_same(there, order):
        raise mistaken([FieldFlaw("number", Flaw.TAKEN)])
    return there.id


def _says_the_same(there: Order, order: Order) -> bool:
    number = order.number or there.number
    return same(replace(order, number=number, plate=there.plate, driver=there.driver), there)


def _next_number(visit: Visit, order: Order) -> str:
    """Return the next number of the day of an institution, as 20261128-003."""
    day = visit.book.now.astimezone(visit.book.zone_of(order)).date()
    beginning = f"{day:%Y%m%d}-"
    last = (kept.last_number(visit.book.connection, order.institution, beginning) or "").removeprefix(
        beginning
    )
    return f"{beginning}{(int(last) if last.isdecimal() else 0) + 1:03d}"


def _sound(found: Found | Entry) -> Found:
    """Return what was entered; EntryError where something is wrong with it."""
    if isinstance(found, Entry):
        raise mistaken(found.flaws)
    return found
