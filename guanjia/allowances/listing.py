"""Allowances and the ledger as tables for a terminal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.table import Table

from analytics.allowances.progress import Progress, progress, until
from guanjia.allowances.book import Book, Subject, custom_of, peeked, serving_of, use_of
from guanjia.allowances.settling import carried
from guanjia.allowances.words import (
    BASES,
    KINDS,
    SHORT_BLOCKS,
    STATUSES,
    UNKNOWN,
    number,
    percent,
)
from models.allowances import Allowance, Entry, PlaceInfo
from models.registry import Medium
from storage import allowances as stored

_LITRES = 1000


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


def proposals(found: Sequence[tuple[Subject, Allowance]]) -> Table:
    """Return what is proposed and approved for places."""
    table = _table("限量建议 Proposals", "场所 place", "期间 period", "依据 basis")
    _numbers(table, "建议 proposed", "核定 approved")
    for of, allowance in found:
        table.add_row(
            _place(of.place, allowance),
            _period(allowance),
            UNKNOWN if allowance.basis is None else BASES[allowance.basis],
            _amount(allowance.proposed, allowance),
            _amount(None if allowance.approval is None else allowance.approval.volume, allowance),
        )
    return table


def progresses(found: Sequence[tuple[Subject, Allowance, Progress]]) -> Table:
    """Return how far places have come in their periods."""
    table = _table("限量进度 Progress", "场所 place", "期间 period")
    _numbers(
        table,
        "核定 approved",
        "已用 used",
        "应用 due",
        "预计期末 projected",
        "开放日 open days",
        "每餐 per meal",
        "覆盖 coverage",
        "估算 estimated",
    )
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


def entries(rows: Iterable[Row]) -> Table:
    """Return rows of the ledger."""
    table = _table("奖罚台账 Ledger", "编号 id", "场所 place", "期间 period", "类别 kind", "状态 status")
    _numbers(table, "核定 approved", "用量 volume", "结转 carried", "节约 saved", "奖罚 amount")
    table.add_column("说明 remarks", overflow="fold")
    for row in rows:
        entry, allowance = row.entry, row.allowance
        table.add_row(
            str(entry.id),
            _place(row.place, allowance),
            _period(allowance),
            KINDS[entry.kind],
            STATUSES[entry.status],
            _amount(entry.approved, allowance),
            _amount(entry.volume, allowance),
            _amount(entry.carried, allowance),
            _amount(entry.saved, allowance),
            UNKNOWN if entry.amount is None else f"{number(entry.amount)} {entry.currency}",
            _remarks(entry),
        )
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", pad_edge=False, box=None)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _numbers(table: Table, *columns: str) -> None:
    for name in columns:
        table.add_column(name, justify="right", overflow="fold")


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


def _remarks(entry: Entry) -> str:
    said = [SHORT_BLOCKS[block] for block in entry.blocks]
    if entry.settled is not None:
        said.append(f"更正编号 {entry.settled} 的补传数据 (late data of row {entry.settled})")
    if entry.decided_by:
        said.append(f"{entry.decided_by}: {entry.why}" if entry.why else entry.decided_by)
    return "; ".join(said)
