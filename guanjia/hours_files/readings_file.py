"""The readings file: `meter,at,value` in the order of arrival."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from guanjia.hours_files.csv_text import Column, CsvText, read_csv
from guanjia.hours_files.instants import NO_INSTANT, NO_ZONE, read_instants
from guanjia.hours_files.refusals import TOO_LARGE, RowReason, place

COLUMNS = ("meter", "at", "value")

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_NO_FINITE = r"(?i)^[+-]?(nan|inf|infinity)$"


@dataclass(frozen=True, slots=True)
class ReadRows:
    """The rows of a readings file, in its order.

    Attributes
    ----------
    text : CsvText
        The cells as they are written.
    code : (n,) int64
        Place of the meter in `meters`.
    meters : list of str
        The meters' codes, in the order of their first row.
    at : (n,) int64
        Microseconds since 1970 UTC.
    value : (n,) float64
        The register.
    reason : (n,) int64
        What is wrong with the row, as `refusals.place` has it; 0: nothing. Then `at` and `value` mean
        something.
    """

    text: CsvText
    code: NDArray[np.int64]
    meters: list[str]
    at: NDArray[np.int64]
    value: NDArray[np.float64]
    reason: NDArray[np.int64]


def read_readings(path: Path, others: tuple[str, ...]) -> ReadRows:
    """Return what a readings file says; `others` are the columns of the installations file."""
    text = read_csv(path, COLUMNS, others)
    texts = {name: text.columns[name] for name in COLUMNS}
    encoded = _trimmed(texts["meter"]).combine_chunks().dictionary_encode()
    at = read_instants(texts["at"])
    value, not_finite, no_number = _numbers(texts["value"])
    empty = np.zeros(len(at), dtype=np.bool_)
    for column in texts.values():
        empty |= pc.call_function("binary_length", [_trimmed(column)]).to_numpy() == 0
    # a row has the first that applies
    reason = np.select(
        [empty, at == NO_INSTANT, at == NO_ZONE, no_number, not_finite],
        [
            place(RowReason.EMPTY_FIELD),
            place(RowReason.NO_INSTANT),
            place(RowReason.NO_ZONE),
            place(RowReason.NO_NUMBER),
            place(RowReason.NOT_FINITE),
        ],
        0,
    )
    return ReadRows(
        text,
        encoded.indices.to_numpy().astype(np.int64),
        encoded.dictionary.to_pylist(),
        at,
        value,
        reason.astype(np.int64),
    )


def _numbers(
    texts: Column,
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return numbers, which of them are not finite, and which are none."""
    cells = _trimmed(texts)
    written = _matching(cells, _NUMBER)
    number = pc.call_function("if_else", [written, cells, pa.scalar("0")])
    value = pc.cast(number, pa.float64()).to_numpy()
    is_number = written.to_numpy()
    # also false for what is not finite
    not_finite = _matching(cells, _NO_FINITE).to_numpy() | ~(np.abs(value) < TOO_LARGE)
    return value, not_finite, ~is_number & ~not_finite


def _trimmed(texts: Column) -> Column:
    return pc.call_function("utf8_trim_whitespace", [texts])


def _matching(texts: Column, pattern: str) -> Column:
    return pc.call_function("match_substring_regex", [texts], pc.MatchSubstringOptions(pattern))
