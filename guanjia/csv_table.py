"""Tables that people save from a spreadsheet: whatever its encoding and separator, each row with its line."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import ConfigError, Mistake

_SEPARATORS = (",", "\t", ";")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: the line it begins on, and its cells by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CsvTable:
    """The header as it is written, the rows that fit it, and the mistakes for which others are left out."""

    header: Sequence[str]
    rows: list[TableRow]
    mistakes: list[Mistake]


def read_csv_table(path: Path) -> CsvTable:
    """Return the table of a CSV file in UTF-8 or GB18030, as spreadsheets save it; blank rows are no rows.

    Raises
    ------
    ConfigError
        Where the file cannot be read, is in another encoding, or has no header.
    """
    text = _text(path)
    lines = list(_lines(path, text))
    if not lines:
        raise ConfigError(f"{path} is empty: write a header and a row for each receipt")
    (at, header), *rest = lines
    header = [cell.strip() for cell in header]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise ConfigError(f"{path}:{at}: column {', '.join(twice)} stands there twice: leave one of them out")
    rows: list[TableRow] = []
    mistakes: list[Mistake] = []
    for line, cells in rest:
        if len(cells) == len(header):
            rows.append(TableRow(line, {name: c for name, c in zip(header, cells, strict=True) if name}))
        else:
            why = f"{len(cells)} cells under {len(header)} columns: put cells that hold a separator in quotes"
            mistakes.append(Mistake(str(path), line, "", f"{why}; the row is left out"))
    return CsvTable(header, rows, mistakes)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
    raise ConfigError(
        f"{path}:{line}: this is neither UTF-8 nor GB18030: save the file as CSV UTF-8, or as CSV in Excel"
    )


def _lines(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        hint = "look for a quotation mark that is not closed"
        raise ConfigError(f"{path}:{begins}: no CSV: {error}; {hint}") from error
