"""Which rows of a readings file count: of a meter in place, at a possible instant, the first of a key."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from analytics.groups import starts_of_runs
from analytics.registers import Readings, micros
from guanjia.hours_files.csv_text import Column
from guanjia.hours_files.installations_file import InstallationsFile, Placed
from guanjia.hours_files.readings_file import COLUMNS, ReadRows
from guanjia.hours_files.refusals import RefusedRows, RowReason, place
from models.errors import Mistake

MOST_AHEAD = timedelta(minutes=10)
"""Clocks differ by less than this."""

_FIRST_YEAR = datetime(2000, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END = np.iinfo(np.int64).max
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Admitted:
    """What counts, and what does not.

    Attributes
    ----------
    readings : Readings
        `meter` is the place in `meters`.
    meters : list of str
        Codes, ascending.
    refused : RefusedRows
        Every row that counts nothing, but identical duplicates.
    conflicts : (c, 2) int64
        Meter and instant (microseconds since 1970) of each row that says another value than an earlier one.
    duplicates : int
        Rows that say again what an earlier one says.
    mistakes : sequence of Mistake
        Meters that were left out because of their readings.
    """

    readings: Readings
    meters: Sequence[str]
    refused: RefusedRows
    conflicts: NDArray[np.int64]
    duplicates: int
    mistakes: Sequence[Mistake]


def admitted(rows: ReadRows, installations: InstallationsFile, file: str, now: datetime) -> Admitted:
    """Sort the rows of a file out; `file` names the installations file in mistakes."""
    meters = sorted(rows.meters)
    rank = {meter: number for number, meter in enumerate(meters)}
    code = np.array([rank[meter] for meter in rows.meters], dtype=np.int64)[rows.code]
    reason = np.where(rows.reason == 0, _instant_reason(rows.at, now), rows.reason)
    mistakes = _place(rows, code, meters, installations, reason)
    kept = np.flatnonzero(reason == 0)
    # the order is stable: of equal keys the first to arrive comes first
    kept = kept[np.lexsort((rows.at[kept], code[kept]))]
    first = starts_of_runs(code[kept], rows.at[kept])
    stays = kept[first]
    same = ~first & (rows.value[kept] == rows.value[stays][np.cumsum(first) - 1])
    clashing = kept[~first & ~same]
    reason[clashing] = place(RowReason.CONFLICT)
    readings = Readings(code[stays], rows.at[stays].view("datetime64[us]"), rows.value[stays])
    conflicts = np.stack([code[clashing], rows.at[clashing]], axis=1)
    told = [replace(mistake, file=file) for mistake in mistakes]
    return Admitted(readings, meters, _refused(rows, reason), conflicts, int(same.sum()), told)


def _place(
    rows: ReadRows,
    code: NDArray[np.int64],
    meters: Sequence[str],
    installations: InstallationsFile,
    reason: NDArray[np.int64],
) -> list[Mistake]:
    """Write into `reason` which rows no meter in place explains; return what is wrong with whole meters."""
    mistakes: list[Mistake] = []
    order = np.argsort(code, kind="stable")
    borders = np.searchsorted(code[order], np.arange(len(meters) + 1))
    for number, meter in enumerate(meters):
        mine = order[borders[number] : borders[number + 1]]
        mine = mine[reason[mine] == 0]
        reason[mine] = _place_reason(meter, rows.at[mine], installations)
        mine = mine[reason[mine] == 0]
        wrong = _above_modulus(meter, rows.at[mine], rows.value[mine], installations)
        if wrong:
            mistakes.append(wrong)
            reason[mine] = place(RowReason.WRONG_INSTALLATION)
    return mistakes


def _instant_reason(at: NDArray[np.int64], now: datetime) -> NDArray[np.int64]:
    latest = (now + MOST_AHEAD - _EPOCH) // timedelta(microseconds=1)
    earliest = (_FIRST_YEAR - _EPOCH) // timedelta(microseconds=1)
    choices = [place(RowReason.FUTURE), place(RowReason.TOO_OLD)]
    return np.select([at > latest, at < earliest], choices, 0).astype(np.int64)


def _place_reason(meter: str, at: NDArray[np.int64], installations: InstallationsFile) -> NDArray[np.int64]:
    placed = installations.placed.get(meter)
    if placed is None:
        wrong = meter in installations.left_out
        reason = RowReason.WRONG_INSTALLATION if wrong else RowReason.NO_INSTALLATION
        return np.full(len(at), place(reason), dtype=np.int64)
    begins, ends = _borders(placed)
    row = np.searchsorted(begins, at, side="right") - 1
    choices = [place(RowReason.BEFORE_INSTALLATION), place(RowReason.NOT_IN_PLACE)]
    return np.select([row < 0, at >= ends[row]], choices, 0).astype(np.int64)


def _borders(placed: Sequence[Placed]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    begins = [_micros(one.installed.valid_from) for one in placed]
    ends = [_END if one.installed.valid_to is None else _micros(one.installed.valid_to) for one in placed]
    return np.array(begins, dtype=np.int64), np.array(ends, dtype=np.int64)


def _above_modulus(
    meter: str, at: NDArray[np.int64], value: NDArray[np.float64], installations: InstallationsFile
) -> Mistake | None:
    """Return what to say where most readings of an installation are above its modulus: it is wrong then."""
    placed = installations.placed.get(meter, ())
    if not len(at) or not placed:
        return None
    row = np.searchsorted(_borders(placed)[0], at, side="right") - 1
    for number, one in enumerate(placed):
        shown = value[row == number]
        modulus = one.installed.modulus
        if modulus is not None and len(shown) and np.mean(shown >= modulus) > _MOSTLY:
            message = f"{modulus:g} is below most readings of {meter}, up to {shown.max():g}: correct it"
            return Mistake("", one.line, "modulus", message)
    return None


def _refused(rows: ReadRows, reason: NDArray[np.int64]) -> RefusedRows:
    wrong = np.flatnonzero(reason)
    cells = [rows.text.columns[name].take(pa.array(wrong)).combine_chunks() for name in COLUMNS]
    ragged = rows.text.ragged
    lines = np.concatenate([rows.text.line[wrong], [line for line, _ in ragged]]).astype(np.int64)
    nothing = pa.array([""] * len(ragged), type=pa.string())
    columns = [pa.concat_arrays([_plain(cell), nothing]) for cell in cells]
    whole = pa.concat_arrays([_plain(cells[0]), pa.array([text for _, text in ragged], type=pa.string())])
    reasons = np.concatenate([reason[wrong], np.full(len(ragged), place(RowReason.COLUMNS))]) - 1
    order = np.argsort(lines, kind="stable")
    taken = [column.take(pa.array(order)) for column in (whole, *columns[1:])]
    return RefusedRows(lines[order], taken[0], taken[1], taken[2], reasons[order].astype(np.int64))


def _plain(cells: Column) -> Column:
    return cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells


def _micros(at: datetime) -> int:
    return int(micros(np.array([at.astimezone(UTC).replace(tzinfo=None)], dtype="datetime64[us]"))[0])
