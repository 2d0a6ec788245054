"""Cells of a report: numbers rounded as in mails, and the pattern with which a spreadsheet does so too."""

from collections.abc import Iterable
from datetime import date, datetime

from alerts.formats import Formats
from alerts.reports.tables import Column, Kind, Table, Value
from guanjia.reports.model import Cell, Chart, Heading, Section
from guanjia.words import UNKNOWN

_NUMBERS = {Kind.NUMBER, Kind.COUNT, Kind.SHARE, Kind.CHANGE}


class Cells:
    """Makes cells for the readers of one locale."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats

    def amount(self, value: float | None, figure: str = "") -> Cell:
        """Return an amount with about three figures that count, a dash for what nobody knows."""
        if value is None:
            return Cell(UNKNOWN)
        text = self._formats.amount(value)
        decimals = len(text.partition(".")[2])
        return Cell(text, value, f"#,##0.{'0' * decimals}" if decimals else "#,##0", figure)

    def share(self, value: float | None) -> Cell:
        """Return a share in percent: 0.95 is 95.0 %."""
        if value is None:
            return Cell(UNKNOWN)
        return Cell(self._formats.percent(value, "0.0"), value, r"0.0\ %")

    def change(self, value: float | None) -> Cell:
        """Return a change in percent with its sign."""
        if value is None:
            return Cell(UNKNOWN)
        return Cell(self._formats.percent(value, "+0.0;-0.0"), value, r"+0.0\ %;-0.0\ %")

    def count(self, value: int) -> Cell:
        """Return a whole number."""
        return Cell(str(value), value, "0")

    def of(self, value: Value, kind: Kind) -> Cell:
        """Return a cell of a table that mails show too."""
        match value:
            case None:
                return Cell(UNKNOWN if kind in _NUMBERS else "")
            case datetime():
                return Cell(f"{value:%Y-%m-%d %H:%M}")
            case date():
                return Cell(value.isoformat())
            case str():
                return Cell(value)
            case _:
                return self._number(value, kind)

    def section(self, key: str, table: Table, empty: str = "", charts: Iterable[Chart] = ()) -> Section:
        """Return a table of mails as a part of a report."""
        rows = tuple(
            tuple(self.of(value, column.kind) for value, column in zip(row, table.columns, strict=True))
            for row in table.rows
        )
        return Section(key, table.title, tuple(map(heading, table.columns)), rows, empty, tuple(charts))

    def _number(self, value: float, kind: Kind) -> Cell:
        match kind:
            case Kind.SHARE:
                return self.share(value)
            case Kind.CHANGE:
                return self.change(value)
            case Kind.COUNT:
                return self.count(int(value))
            case _:
                return self.amount(value)


def heading(column: Column) -> Heading:
    """Return a column of mails as one of a report."""
    return Heading(column.title, column.kind in _NUMBERS)
