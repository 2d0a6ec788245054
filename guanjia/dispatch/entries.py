"""What people type at the desk becomes orders, checks and duty; what is wrong is named by its field."""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from guanjia.dispatch.book import OrderBook
from guanjia.dispatch.local_times import local_day, local_instant
from models.dispatch import Order
from models.dispatch_desk import Application, CheckEntry, DutyEntry
from models.dispatch_errors import FieldFlaw, Flaw
from storage.dispatch import DailyCheck, DutyRow

LONGEST: Final[Mapping[str, int]] = {
    "applicant": 50,
    "purpose": 200,
    "destination": 100,
    "passengers": 200,
    "number": 40,
    "key": 200,
    "note": 500,
    "driver": 50,
    "defects": 500,
    "reason": 200,
}
"""Characters that a field may have."""
_LONGEST_ORDER: Final = timedelta(days=90)
_DEGREES: Final = (("lon", 180.0), ("lat", 90.0))


class Entry:
    """Gathers what is typed, and what is wrong with it."""

    def __init__(self) -> None:
        self.flaws: list[FieldFlaw] = []

    def text(self, name: str, typed: str, *, needed: bool = True) -> str:
        """Return a text in one line that no terminal takes for a command."""
        text = " ".join("".join(c if c.isprintable() else " " for c in typed).split())
        if needed and not text:
            self.wrong(name, Flaw.EMPTY)
        if len(text) > LONGEST[name]:
            self.wrong(name, Flaw.TOO_LONG, most=LONGEST[name])
        return text

    def instant(self, name: str, typed: str, zone: ZoneInfo) -> datetime | None:
        """Return an instant, as local time where it names no offset."""
        if not typed.strip():
            return self._none(name, Flaw.EMPTY)
        try:
            return local_instant(typed, zone).astimezone(UTC)
        except (ValueError, OverflowError):
            return self._none(name, Flaw.NO_TIME)

    def day(self, name: str, typed: str) -> date | None:
        """Return a day."""
        if not typed.strip():
            return self._none(name, Flaw.EMPTY)
        try:
            return local_day(typed)
        except ValueError:
            return self._none(name, Flaw.NO_TIME)

    def known(self, name: str, code: str, among: Collection[str]) -> None:
        """Want a code that there is."""
        if not code:
            self.wrong(name, Flaw.EMPTY)
        elif code not in among:
            self.wrong(name, Flaw.UNKNOWN)

    def wrong(self, name: str, flaw: Flaw, **values: object) -> None:
        """Write down a flaw."""
        self.flaws.append(FieldFlaw(name, flaw, values))

    def _none(self, name: str, flaw: Flaw) -> None:
        self.wrong(name, flaw)


def order_of(book: OrderBook, said: Application, institutions: Collection[str], author: str) -> Order | Entry:
    """Return the order that somebody applies for, or what is wrong; without a number where none is said."""
    entry = Entry()
    entry.known("institution", said.institution, institutions)
    zone = book.zones.get(said.institution, book.zone)
    begin = entry.instant("planned_from", said.planned_from, zone)
    end = entry.instant("planned_to", said.planned_to, zone)
    _check_span(entry, "planned_to", begin, end)
    place = _place(entry, book, said)
    entry.text("key", said.key, needed=False)
    order = Order(
        id=0,
        institution=said.institution,
        number=entry.text("number", said.number, needed=False),
        applicant=entry.text("applicant", said.applicant or author),
        purpose=entry.text("purpose", said.purpose),
        destination=entry.text("destination", said.destination),
        fence=said.fence,
        lon=place[0],
        lat=place[1],
        planned_from=begin or book.now,
        planned_to=end or book.now,
        plate=None,
        driver="",
        passengers=entry.text("passengers", said.passengers, needed=False),
    )
    return entry if entry.flaws else order


def _check_span(entry: Entry, name: str, begin: datetime | None, end: datetime | None) -> None:
    if begin is None or end is None:
        return
    if end <= begin:
        entry.wrong(name, Flaw.NOT_AFTER)
    elif end - begin > _LONGEST_ORDER:
        entry.wrong(name, Flaw.TOO_WIDE, days=_LONGEST_ORDER.days)


def _place(entry: Entry, book: OrderBook, said: Application) -> tuple[float | None, float | None]:
    texts = [said.lon.strip(), said.lat.strip()]
    if said.fence and said.fence not in book.fences:
        entry.wrong("fence", Flaw.UNKNOWN)
    if not any(texts):
        return None, None
    if said.fence:
        entry.wrong("fence", Flaw.TWO_PLACES)
    if not all(texts):
        entry.wrong("lat" if texts[0] else "lon", Flaw.HALF_A_POINT)
        return None, None
    lon, lat = (_degrees(entry, *each, text) for each, text in zip(_DEGREES, texts, strict=True))
    return lon, lat


def _degrees(entry: Entry, name: str, most: float, text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -most <= value <= most:
        entry.wrong(name, Flaw.NO_DEGREES, most=f"{most:g}")
        return None
    return value


def check_of(book: OrderBook, said: CheckEntry, plates: Collection[str], author: str) -> DailyCheck | Entry:
    """Return a daily check as it is written down, or what is wrong."""
    entry = Entry()
    entry.known("plate", said.plate, plates)
    day = entry.day("day", said.day)
    vehicle = book.vehicles.get(said.plate)
    zone = book.zones.get(vehicle.institution, book.zone) if vehicle else book.zone
    if day is not None and day > book.now.astimezone(zone).date():
        entry.wrong("day", Flaw.AHEAD)
    driver = entry.text("driver", said.driver)
    defects = entry.text("defects", said.defects, needed=False)
    if entry.flaws or day is None:
        return entry
    return DailyCheck(said.plate, day, said.kind, driver, not defects, defects, book.now, author)


def duty_of(book: OrderBook, said: DutyEntry, plates: Collection[str], author: str) -> DutyRow | Entry:
    """Return duty of a vehicle as it is registered, or what is wrong; it is registered beforehand."""
    entry = Entry()
    entry.known("plate", said.plate, plates)
    vehicle = book.vehicles.get(said.plate)
    zone = book.zones.get(vehicle.institution, book.zone) if vehicle else book.zone
    begin = entry.instant("starts_at", said.starts_at, zone)
    end = entry.instant("ends_at", said.ends_at, zone)
    _check_span(entry, "ends_at", begin, end)
    if end is not None and end <= book.now:
        entry.wrong("ends_at", Flaw.OVER)
    reason = entry.text("reason", said.reason)
    if entry.flaws or begin is None or end is None:
        return entry
    return DutyRow(said.plate, begin, end, reason, book.now, author)
