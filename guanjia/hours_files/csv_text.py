"""CSV files as columns of text, with the line of each row."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from models.errors import ConfigError

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
        file that the command reads, should the two be swapped.
    """
    ragged: list[tuple[int, str]] = []

    def keep(row: Any) -> str:
        ragged.append((row.number or 0, row.text))
        return "skip"

    try:
        # the number of a ragged row is known only where one thread reads
        table = csv.read_csv(
            path,
            read_options=csv.ReadOptions(use_threads=False),
            parse_options=csv.ParseOptions(invalid_row_handler=keep, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(
                default_column_type=pa.string(), strings_can_be_null=False, check_utf8=True
            ),
        )
    except (pa.ArrowInvalid, OSError) as error:
        raise ConfigError(f"{path} cannot be read as CSV in UTF-8: {error}") from error
    found = {name.strip(): table.column(place) for place, name in enumerate(table.column_names)}
    _check_header(path, found, columns, of_the_other)
    lines = np.arange(2, 2 + table.num_rows + len(ragged))
    return CsvText(found, np.delete(lines, [number - 2 for number, _ in ragged]), ragged)


def _check_header(
    path: Path, found: Collection[str], columns: Collection[str], of_the_other: Collection[str]
) -> None:
    missing = [name for name in columns if name not in found]
    if not missing:
        return
    if all(name in found for name in of_the_other):
        raise ConfigError(f"{path}:1: these are columns of the other file: swap the two options")
    separators = "; write the header first, and separate cells with commas"
    raise ConfigError(f"{path}:1: no column {', '.join(missing)}, only {', '.join(found)}{separators}")
