"""CSV files as columns of text, with the line of each row."""

from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from models.errors import ConfigError

_BLOCK = 1 << 20

Column: TypeAlias = Any
"""A column or an array of pyarrow, which ships no types."""


@dataclass(frozen=True, slots=True)
class CsvText:
    """The rows of a file as they are written; `ragged` are the lines with too many or too few cells."""

    columns: dict[str, Column]
    line: NDArray[np.int64]
    ragged: list[tuple[int, str]]


def read_csv(path: Path, columns: Collection[str], of_the_other: Collection[str]) -> CsvText:
    """Return the cells of a CSV file with a header; UTF-8, with or without a byte order mark, .gz or not.

    Raises
    ------
    ConfigError
        Where the file cannot be read, or lacks one of `columns`; the message knows the columns of the other
        file that the command reads, if there is one, should the two be swapped.
    """
    ragged: list[tuple[int, str]] = []

    def keep(row: Any) -> str:
        ragged.append((row.number or 0, row.text))
        return "skip"

    try:
        # the number of a ragged row is known only where one thread reads
        table = csv.read_csv(
            _source(path),
            read_options=csv.ReadOptions(use_threads=False),
            parse_options=csv.ParseOptions(invalid_row_handler=keep, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(
                default_column_type=pa.string(), strings_can_be_null=False, check_utf8=True
            ),
        )
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error
    except pa.ArrowInvalid as error:
        hint = "look for a quotation mark that is not closed"
        raise ConfigError(f"{path} cannot be read as CSV: {error}; {hint}") from error
    found = {name.strip(): table.column(place) for place, name in enumerate(table.column_names)}
    _check_header(path, found, columns, of_the_other)
    _check_twice(path, [name.strip() for name in table.column_names])
    lines = np.arange(2, 2 + table.num_rows + len(ragged))
    return CsvText(found, np.delete(lines, [number - 2 for number, _ in ragged]), ragged)


def _source(path: Path) -> Any:
    """Return what pyarrow is to read, after a look at every byte: it cannot say where text is not UTF-8."""
    decoder, first, line = getincrementaldecoder("utf-8")(), b"", 1
    with pa.input_stream(path) as stream:
        while block := stream.read(_BLOCK):
            first = first or block
            _check_utf8(decoder, block, path, line)
            line += block.count(b"\n")
    _check_utf8(decoder, b"", path, line)
    if not first.strip():
        raise ConfigError(f"{path} is empty: write the header first")
    # pyarrow takes a header whose line does not end for no header at all
    return path if line > 1 or b"\r" in first else pa.BufferReader(first + b"\n")


def _check_utf8(decoder: IncrementalDecoder, block: bytes, path: Path, line: int) -> None:
    try:
        decoder.decode(block, final=not block)
    except UnicodeDecodeError as error:
        at = line + error.object[: error.start].count(b"\n")
        remedy = "save the file as UTF-8 (in Excel: CSV UTF-8)"
        raise ConfigError(f"{path}:{at}: this is not UTF-8: {remedy}") from error


def _check_twice(path: Path, names: Sequence[str]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ConfigError(f"{path}:1: column {', '.join(twice)} stands there twice: leave one of them out")


def _check_header(
    path: Path, found: Collection[str], columns: Collection[str], of_the_other: Collection[str]
) -> None:
    missing = [name for name in columns if name not in found]
    if not missing:
        return
    if of_the_other and all(name in found for name in of_the_other):
        raise ConfigError(f"{path}:1: these are columns of the other file: swap the two options")
    separators = "; write the header first, and separate cells with commas"
    raise ConfigError(f"{path}:1: no column {', '.join(missing)}, only {', '.join(found)}{separators}")
