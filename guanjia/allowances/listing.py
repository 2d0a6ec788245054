"""Allowances and the ledger as tables for a terminal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.table import Table

from analytics.allowances.progress import Progress, progress, until
from guanjia.allowances.book import Book, Subject, custom_of, peeked, serving_of, use_of
from guanjia.allowances.settling import carried
from guanjia.words import UNKNOWN, Words, number, percent
from models.allowances import Allowance, Entry, PlaceInfo
from models.registry import Medium
from storage import allowances as stored

_LITRES = 1000
_PROGRESS = (
    "approved volume",
    "used",
    "due",
    "projected end",
    "open days",
    "per meal",
    "coverage",
    "estimated",
)
_LEDGER = ("approved volume", "amount", "carried over", "saved", "reward or fine")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the ledger with its period and place."""

    entry: Entry
    allowance: Allowance
    place: PlaceInfo


def standing(book: Book, of: Subject, month: date) -> tuple[Allowance, Progress]:
    """Return the period of a month and how far a place has come in it."""
    allowance = peeked(book, of, month)
    period = allowance.period
    use = use_of(book, of, serving_of(book, of), period.start, until(period, of.today))
    return allowance, progress(
        period,
        custom_of(book, of),
        use,
        today=of.today,
        approved=None if allowance.approval is None else allowance.approval.volume,
        carried=carried(stored.entries(book.connection, of.place.code, of.medium), allowance),
    )


def ledger(book: Book, month: date | None) -> list[Row]:
    """Return the rows of the ledger, of one month or all."""
    known = {each.id: each for each in stored.allowances(book.connection)}
    rows = [
        Row(entry, known[entry.allowance], book.places[known[entry.allowance].place])
        for entry in stored.entries(book.connection)
    ]
    return [row for row in rows if month in (None, row.allowance.period.month)]


def proposals(found: Sequence[tuple[Subject, Allowance]], words: Words) -> Table:
    """Return what is proposed and approved for places."""
    table = _table(words, "Proposed allowances", "place", "period", "basis")
    _numbers(table, words, "proposed volume", "approved volume")
    for of, allowance in found:
        table.add_row(
            _place(of.place, allowance),
            _period(allowance),
            UNKNOWN if allowance.basis is None else words.name("basis", allowance.basis),
            _amount(allowance.proposed, allowance),
            _amount(None if allowance.approval is None else allowance.approval.volume, allowance),
        )
    return table


def progresses(found: Sequence[tuple[Subject, Allowance, Progress]], words: Words) -> Table:
    """Return how far places have come in their periods."""
    table = _table(words, "Progress of allowances", "place", "period")
    _numbers(table, words, *_PROGRESS)
    for of, allowance, at in found:
        table.add_row(
            _place(of.place, allowance),
            _period(allowance),
            _amount(None if allowance.approval is None else allowance.approval.volume, allowance),
            _amount(at.used, allowance),
            _amount(at.due, allowance),
            _amount(at.projected, allowance),
            f"{at.open_days_over} / {at.open_days}",
            _per_meal(at, allowance),
            percent(at.use.coverage),
            percent(at.use.estimated_share),
        )
    return table


def entries(rows: Iterable[Row], words: Words) -> Table:
    """Return rows of the ledger."""
    table = _table(words, "Ledger of rewards and fines", "number", "place", "period", "kind", "status")
    _numbers(table, words, *_LEDGER)
    table.add_column(words.say("remark"), overflow="fold")
    for row in rows:
        entry, allowance = row.entry, row.allowance
        table.add_row(
            str(entry.id),
            _place(row.place, allowance),
            _period(allowance),
            words.name("entry kind", entry.kind),
            words.name("entry status", entry.status),
            _amount(entry.approved, allowance),
            _amount(entry.volume, allowance),
            _amount(entry.carried, allowance),
            _amount(entry.saved, allowance),
            UNKNOWN if entry.amount is None else f"{number(entry.amount)} {entry.currency}",
            _remarks(entry, words),
        )
    return table


def _table(words: Words, title: str, *columns: str) -> Table:
    table = Table(title=words.say(title), title_justify="left", pad_edge=False, box=None)
    for name in columns:
        table.add_column(words.say(name), overflow="fold")
    return table


def _numbers(table: Table, words: Words, *columns: str) -> None:
    for name in columns:
        table.add_column(words.say(name), justify="right", overflow="fold")


def _place(place: PlaceInfo, allowance: Allowance) -> str:
    medium = "" if allowance.medium is Medium.WATER else f" {allowance.medium}"
    return f"{place.name} {place.code}{medium}"


def _period(allowance: Allowance) -> str:
    period = allowance.period
    return f"{period.month:%Y-%m} ({period.start:%m-%d}, {period.days} d)"


def _amount(value: float | None, allowance: Allowance) -> str:
    return UNKNOWN if value is None else f"{number(value)} {allowance.unit}"


def _per_meal(at: Progress, allowance: Allowance) -> str:
    if at.per_meal is None:
        return UNKNOWN
    if allowance.unit == "m3":
        return f"{number(at.per_meal * _LITRES, 1)} L"
    return f"{number(at.per_meal)} {allowance.unit}"


def _remarks(entry: Entry, words: Words) -> str:
    said = [words.name("block", block) for block in entry.blocks]
    if entry.settled is not None:
        said.append(words.say("late data of row %(number)s", number=entry.settled))
    if entry.decided_by:
        said.append(f"{entry.decided_by}: {entry.why}" if entry.why else entry.decided_by)
    return "; ".join(said)
