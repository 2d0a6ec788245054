"""Turns the rows of a CSV file into reports, some rows at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulators.replay.batch import Batch, Reported, Value
from simulators.replay.clock import NO_INSTANT, Clock, Instants
from simulators.replay.columns import BoundColumn, bind
from simulators.replay.map import Cell, Table
from simulators.replay.period import Period
from simulators.replay.register import Floats, Indexes, Readings, Register

Reports = dict[tuple[int, str, int], dict[str, Value]]
"""What is reported, by row, device and instant: columns of one row and device are one report."""


class TableReader:
    """The state that rows share: clock, registers, how many rows were read."""

    def __init__(self, table: Table, columns: Sequence[str], file: str, period: Period) -> None:
        self._time_column = table.time.column
        self._clock = Clock(table.time, file)
        self._period = period
        self._columns = bind(table.columns, columns, file)
        interval_ms = round((table.interval_minutes or 0.0) * 60_000)
        self._registers = {
            bound.column: Register(bound.rule, interval_ms)
            for bound in self._columns
            if bound.rule.cell is Cell.INTERVAL
        }

    @property
    def devices(self) -> list[str]:
        """The codes of all devices of this file."""
        return sorted({bound.device for bound in self._columns})

    @property
    def columns(self) -> list[BoundColumn]:
        """The columns that are sent, and as what."""
        return self._columns

    def read(self, frame: pd.DataFrame) -> Batch:
        """Return the reports of the rows of `frame`, whose index is the row's number in the file."""
        at = self._clock.instants(frame[self._time_column])
        inside = self._period.holds(at)
        rows = _Rows(frame[inside], frame.index.to_numpy(np.intp)[inside], at[inside])
        impossible_before = self._impossible()
        reports: Reports = {}
        gaps = sum(self._add(reports, bound, rows) for bound in self._columns)
        found = [Reported(row, device, when, values) for (row, device, when), values in reports.items()]
        found += self._without_instant(rows.frame[rows.instants == NO_INSTANT])
        found.sort(key=_by_row_and_instant)
        return Batch(len(rows.frame), found, gaps, self._impossible() - impossible_before)

    def _impossible(self) -> int:
        return sum(register.impossible for register in self._registers.values())

    def _add(self, reports: Reports, bound: BoundColumn, rows: "_Rows") -> int:
        """Add one column's cells to `reports`; return how many cells were empty."""
        cells = rows.frame[bound.column]
        numbers = pd.to_numeric(cells, errors="coerce").to_numpy(np.float64)
        empty, timed = cells.isna().to_numpy(), rows.instants != NO_INSTANT
        number = np.isfinite(numbers) & timed
        read = self._readings(bound, rows.numbers[number], rows.instants[number], numbers[number])
        _note(reports, bound, read, read.shown.tolist())
        text = ~np.isfinite(numbers) & ~empty & timed
        unread = Readings(rows.numbers[text], rows.instants[text], numbers[text])
        _note(reports, bound, unread, [str(cell) for cell in cells[text]])
        return int(np.count_nonzero(empty))

    def _readings(self, bound: BoundColumn, rows: Indexes, at: Instants, numbers: Floats) -> Readings:
        register = self._registers.get(bound.column)
        if register is None:
            return Readings(rows, at, numbers * bound.rule.multiplier)
        return register.readings(rows, at, numbers)

    def _without_instant(self, frame: pd.DataFrame) -> list[Reported]:
        """Return what rows say whose stamp cannot be read: it is refused, and kept with the stamp's text."""
        found: list[Reported] = []
        for row, cells in zip(frame.index, frame.to_dict("records"), strict=True):
            said: dict[str, dict[str, Value]] = {}
            for bound in self._columns:
                if not pd.isna(cells[bound.column]):
                    said.setdefault(bound.device, {})[bound.rule.quantity] = _value(cells[bound.column])
            stamp = cells[self._time_column]
            text = "" if pd.isna(stamp) else str(stamp)
            found += [Reported(row, device, text, values) for device, values in said.items()]
        return found


@dataclass(frozen=True, slots=True)
class _Rows:
    frame: pd.DataFrame
    numbers: Indexes
    instants: Instants


def _note(reports: Reports, bound: BoundColumn, read: Readings, values: Sequence[Value]) -> None:
    quantity, device = bound.rule.quantity, bound.device
    for row, when, value in zip(read.rows.tolist(), read.at.tolist(), values, strict=True):
        reports.setdefault((row, device, when), {})[quantity] = value


def _value(cell: object) -> Value:
    try:
        number = float(str(cell))
    except ValueError:
        return str(cell)
    return number if np.isfinite(number) else str(cell)


def _by_row_and_instant(reported: Reported) -> tuple[int, int, str]:
    return (reported.row, reported.at if isinstance(reported.at, int) else 0, reported.device)
