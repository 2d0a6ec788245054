"""CSV files that people write: Chinese or English heads, UTF-8 or GB18030, every row with its line."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import ConfigError, FileMistakesError, Mistake

Heads = Mapping[str, tuple[str, ...]]
"""The fields of a file, with the heads its column may have beside the field's own name."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells by field, stripped, "" where there is none; `number` is its line in the file."""

    file: str
    number: int
    cells: Mapping[str, str]

    def mistake(self, field: str, message: str) -> Mistake:
        """Return a mistake of this line."""
        return Mistake(self.file, self.number, field, message)


def lines(path: Path, heads: Heads, needed: Sequence[str]) -> list[Line]:
    """Return the rows of a file that are not empty.

    Raises
    ------
    ConfigError
        Where the file cannot be read, or lacks a column that is needed.
    """
    rows = list(_numbered(path))
    if not rows:
        raise ConfigError(f"{path} is empty: write the heads first")
    head = rows[0][1]
    fields = [_field(cell, heads) for cell in head]
    _check(path, head, fields, heads, needed)
    known = [field for field in fields if field is not None]
    return [
        Line(str(path), number, dict.fromkeys(known, "") | _cells(fields, row))
        for number, row in rows[1:]
        if any(cell.strip() for cell in row)
    ]


def _numbered(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with the lines on which they begin: a cell may hold line breaks."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    first = 1
    try:
        for row in reader:
            yield first, row
            first = reader.line_num + 1
    except csv.Error as error:
        raise ConfigError(f"{path}:{reader.line_num}: no CSV: {error}") from error


def _cells(fields: Sequence[str | None], row: Sequence[str]) -> dict[str, str]:
    return {field: cell.strip() for field, cell in zip(fields, row, strict=False) if field is not None}


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise ConfigError(f"{path}:{line}: this is no text: save the table as CSV UTF-8")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ConfigError(f"{path} is neither UTF-8 nor GB18030: save it as CSV UTF-8")


def _field(cell: str, heads: Heads) -> str | None:
    plain = cell.partition("(")[0].partition("（")[0].strip().lower()
    return next((field for field, names in heads.items() if plain in {field, *names}), None)


def _check(
    path: Path, head: Sequence[str], fields: Sequence[str | None], heads: Heads, needed: Sequence[str]
) -> None:
    wrong = [
        Mistake(str(path), 1, cell, f"there is no such column; the columns are {_names(heads)}")
        for cell, field in zip(head, fields, strict=True)
        if field is None and cell.strip()
    ]
    wrong += [
        Mistake(str(path), 1, field, f"this column is missing (中文: {'、'.join(heads[field])})")
        for field in needed
        if field not in fields
    ]
    twice = sorted({field for field in fields if field is not None and fields.count(field) > 1})
    wrong += [Mistake(str(path), 1, field, "this column stands there twice: keep one") for field in twice]
    if wrong:
        raise FileMistakesError(wrong)


def _names(heads: Heads) -> str:
    return ", ".join(f"{field} ({names[0]})" if names else field for field, names in heads.items())
