"""A file of receipts: the entries it holds, and every line that cannot be one with its reason and remedy."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from guanjia.csv_table import CsvTable, read_csv_table
from guanjia.printable import printable
from guanjia.vehicles.ledger_columns import COLUMNS, NEEDED, field_of, heads_of, kind_of
from guanjia.written_cells import plain, written_day, written_mark, written_number
from models.errors import ConfigError, Mistake
from models.vehicle_costs import CostEntry, CostKind

Value = TypeVar("Value")

_FIRST_DAY = date(1990, 1, 1)
_LARGEST = {
    "amount_yuan": Decimal(100_000_000),
    "litres": Decimal(10_000),
    "energy_kwh": Decimal(10_000),
    "odometer_km": Decimal(2_000_000),
}
_DIGITS = {"amount_yuan": 2, "litres": 3, "energy_kwh": 3, "odometer_km": 1}
_LONGEST_TEXT = 500
_ROUNDED_AWAY = re.compile(r"\d(?:\.\d+)?[Ee]\+\d+")
"""A long number that Excel took for a quantity: the digits it shows are not those of the receipt."""


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """The entries of a file by line, the mistakes for which others are left out, and columns nobody reads."""

    entries: Mapping[int, CostEntry]
    mistakes: list[Mistake]
    unread: list[str]


@dataclass(slots=True)
class _Line:
    """One row while it is read: its cells by field, and what is wrong with it."""

    cells: Mapping[str, str]
    wrong: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def read(self, name: str, read: Callable[[str], Value]) -> Value | None:
        """Return what a cell says; note what is wrong with it and return None otherwise."""
        cell = self.cells.get(name, "")
        try:
            return read(cell)
        except ValueError as error:
            self.wrong.append((name, f"{printable(cell.strip())!r} {error}" if cell.strip() else str(error)))
            return None


def read_ledger_file(path: Path, plates: Collection[str], today: date) -> LedgerFile:
    """Return the entries of a CSV file whose vehicles are among `plates`.

    Raises
    ------
    ConfigError
        Where the file cannot be read as a table, or lacks a column that every receipt needs.
    """
    table = read_csv_table(path)
    fields = _fields(path, table)
    known = {_bare_plate(plate): plate for plate in plates}
    entries: dict[int, CostEntry] = {}
    mistakes = list(table.mistakes)
    for row in table.rows:
        line = _Line({fields[head]: cell for head, cell in row.cells.items() if head in fields})
        entry = _entry(line, known, today)
        if entry is not None and not line.wrong:
            entries[row.line] = entry
        mistakes += [
            Mistake(str(path), row.line, name, f"{why}; the line is left out") for name, why in line.wrong
        ]
    unread = [head for head in table.header if head and head not in fields]
    return LedgerFile(entries, sorted(mistakes, key=lambda mistake: mistake.line or 0), unread)


def _fields(path: Path, table: CsvTable) -> Mapping[str, str]:
    fields = {head: name for head in table.header if (name := field_of(head)) is not None}
    for name in COLUMNS:
        heads = [head for head, found in fields.items() if found == name]
        if len(heads) > 1:
            raise ConfigError(f"{path}: {' and '.join(heads)} both are {name}: leave one of them out")
        if name in NEEDED and not heads:
            there = ", ".join(printable(head) for head in table.header if head)
            raise ConfigError(
                f"{path}: no column for {name}: call it {' or '.join(heads_of(name)[:3])}; there are {there}"
            )
    return fields


def _entry(line: _Line, plates: Mapping[str, str], today: date) -> CostEntry | None:
    is_correction = line.read("correction", written_mark) or False
    plate = line.read("plate", lambda cell: _plate(cell, plates))
    day = line.read("day", lambda cell: _day(cell, today))
    kind = line.read("kind", kind_of)
    amount = line.read("amount_yuan", lambda cell: _amount(cell, is_correction=is_correction))
    litres, energy_kwh, odometer_km = (
        line.read(name, _measured(name, is_correction)) for name in ("litres", "energy_kwh", "odometer_km")
    )
    supplier, approval, note = (line.read(name, _text) or "" for name in ("supplier", "approval", "note"))
    voucher = line.read("voucher", _number) or ""
    if plate is None or day is None or kind is None or amount is None:
        return None
    entry = CostEntry(
        plate=plate,
        day=day,
        kind=kind,
        amount_yuan=amount,
        litres=litres,
        energy_kwh=energy_kwh,
        odometer_km=odometer_km,
        supplier=supplier,
        voucher=voucher,
        approval=approval,
        note=note,
        is_correction=is_correction,
    )
    line.wrong += _misplaced(entry)
    return entry


def _misplaced(entry: CostEntry) -> Iterator[tuple[str, str]]:
    for name, said, kind in (
        ("litres", entry.litres, CostKind.FUEL),
        ("energy_kwh", entry.energy_kwh, CostKind.CHARGING),
    ):
        if said is not None and entry.kind is not kind:
            yield name, f"is for {kind} only: leave it blank where the kind is {entry.kind}"


def _plate(cell: str, plates: Mapping[str, str]) -> str:
    bare = _bare_plate(cell)
    if not bare:
        raise ValueError("says no vehicle: write its plate")
    if bare in plates:
        return plates[bare]
    near = get_close_matches(bare, plates, n=1, cutoff=0.75)
    remedy = f"is it {plates[near[0]]}?" if near else "`guanjia registry apply` loads vehicles"
    raise ValueError(f"is no vehicle of the registry: {remedy}")


def _bare_plate(text: str) -> str:
    return re.sub(r"[\s·•.\-]", "", plain(text)).upper()


def _day(cell: str, today: date) -> date:
    if not cell.strip():
        raise ValueError("says no day: write it as 2026-03-02")
    day = written_day(cell)
    if not _FIRST_DAY <= day <= today:
        raise ValueError(f"lies before {_FIRST_DAY} or after today, {today}: write the day on the receipt")
    return day


def _amount(cell: str, *, is_correction: bool) -> Decimal:
    amount = written_number(cell, _DIGITS["amount_yuan"])
    if amount is None:
        raise ValueError("says no amount: write what was paid")
    if amount == 0 or abs(amount) >= _LARGEST["amount_yuan"]:
        raise ValueError("is no amount of a receipt")
    if amount < 0 and not is_correction:
        raise ValueError(
            "is negative: mark the line in the column correction (冲正) if it takes back another"
        )
    return amount


def _measured(name: str, is_correction: bool) -> Callable[[str], Decimal | None]:
    def read(cell: str) -> Decimal | None:
        number = written_number(cell, _DIGITS[name])
        if number is None or (number == 0 and name != "odometer_km"):
            return None
        if abs(number) > _LARGEST[name] or (number < 0 and (name == "odometer_km" or not is_correction)):
            raise ValueError(f"is not between 0 and {_LARGEST[name]:,}")
        return number

    return read


def _text(cell: str) -> str:
    text = " ".join(cell.split())
    if len(text) > _LONGEST_TEXT:
        raise ValueError(f"is longer than {_LONGEST_TEXT} characters")
    if not text.isprintable():
        raise ValueError("holds characters that cannot be shown: write it anew")
    return text


def _number(cell: str) -> str:
    text = _text(plain(cell))
    if _ROUNDED_AWAY.fullmatch(text):
        raise ValueError("was rounded by Excel: format the column as text and enter the number again")
    return text
