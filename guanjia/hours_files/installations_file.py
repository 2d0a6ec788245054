"""The installations file: which physical meter was in place when, and what its register is like."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    FiniteFloat,
    ValidationError,
)

from guanjia.hours_files.csv_text import CsvText, read_csv
from guanjia.hours_files.refusals import TOO_LARGE
from models.errors import Mistake
from models.registers import InstalledMeter

COLUMNS = (
    "meter",
    "serial",
    "valid_from",
    "valid_to",
    "start_register",
    "end_register",
    "modulus",
    "multiplier",
    "max_rate_per_hour",
    "interval_minutes",
    "two_way",
)

SINCE_EVER = datetime(1, 1, 1, tzinfo=UTC)
"""Where nobody knows when a meter was put in."""

_FIRST_YEAR, _NO_END = 1900, 9999
_YEAR_MINUTES = 366 * 24 * 60

_TWO_WAY = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "": False}

_REMEDIES = {
    "meter": "name the meter as the readings file does",
    "valid_from": "write ISO 8601 with its zone, such as 2026-11-21T08:15:00Z, or leave it empty",
    "valid_to": "write ISO 8601 with its zone, such as 2026-11-21T08:15:00Z, or leave it empty",
    "modulus": "write the value at which the register wraps, such as 100000, or leave it empty",
    "multiplier": "write a number above 0, such as 40, or leave it empty for 1",
    "max_rate_per_hour": "write the most the register counts in an hour, above 0, or leave it empty",
    "interval_minutes": "write a number above 0, such as 15, or leave it empty",
    "two_way": "write true or false",
}


def _two_way(text: object) -> object:
    return _TWO_WAY.get(text.strip().lower(), text) if isinstance(text, str) else text


def _or_none(text: object) -> object:
    return None if isinstance(text, str) and not text.strip() else text


def _possible(at: datetime | None) -> datetime | None:
    if at is not None and not _FIRST_YEAR <= at.year < _NO_END:
        raise ValueError(f"no meter was in place in the year {at.year}")
    return at


def _end(at: datetime | None) -> datetime | None:
    # databases write the year 9999 where there is no end
    return None if at is not None and at.year >= _NO_END else at


_Empty = BeforeValidator(_or_none)
_Register = Annotated[FiniteFloat, Field(gt=-TOO_LARGE, lt=TOO_LARGE)]
_Number = Annotated[_Register | None, _Empty]
_Above0 = Annotated[Annotated[_Register, Field(gt=0)] | None, _Empty]
_Factor = Annotated[Annotated[FiniteFloat, Field(ge=1e-9, le=1e9)] | None, _Empty]
_Minutes = Annotated[Annotated[FiniteFloat, Field(ge=1 / 60, le=_YEAR_MINUTES)] | None, _Empty]
_Instant = Annotated[AwareDatetime | None, _Empty]


class InstallationRow(BaseModel):
    """One row of the file; an empty cell is None: not known."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    meter: str = Field(min_length=1)
    serial: str
    valid_from: Annotated[_Instant, AfterValidator(_possible)]
    valid_to: Annotated[_Instant, AfterValidator(_end), AfterValidator(_possible)]
    start_register: _Number
    end_register: _Number
    modulus: _Above0
    multiplier: _Factor
    max_rate_per_hour: _Above0
    interval_minutes: _Minutes
    two_way: Annotated[bool, BeforeValidator(_two_way)]


@dataclass(frozen=True, slots=True)
class Placed:
    """One installation, its line, and how far apart its readings are expected; None: as they come."""

    line: int
    installed: InstalledMeter
    interval: timedelta | None


@dataclass(frozen=True, slots=True)
class InstallationsFile:
    """Installations of each meter in the order of time; `mistakes` say why meters are left out, and more."""

    placed: Mapping[str, Sequence[Placed]]
    left_out: frozenset[str]
    mistakes: Sequence[Mistake]


_Lined = tuple[int, InstallationRow]


def read_installations(path: Path, others: tuple[str, ...]) -> InstallationsFile:
    """Return the installations of a file; a meter with a wrong row is left out, and the mistake told."""
    text = read_csv(path, COLUMNS, others)
    file = str(path)
    mistakes = [
        Mistake(file, 1, name, f"no such column: leave it out; the columns are {', '.join(COLUMNS)}")
        for name in text.columns
        if name not in COLUMNS
    ]
    mistakes += [
        Mistake(file, line, "", "this row has more or fewer cells than the header: write one for each column")
        for line, _ in text.ragged
    ]
    rows, wrong, left_out = _rows(text, file)
    mistakes += wrong
    placed: dict[str, Sequence[Placed]] = {}
    for meter, lined in rows.items():
        found = _meter_mistakes(file, lined)
        mistakes += found
        if found or meter in left_out:
            left_out.add(meter)
        else:
            placed[meter] = [_placed(line, row) for line, row in lined]
            mistakes += [told for line, row in lined for told in _unplaced_registers(file, line, row)]
    return InstallationsFile(placed, frozenset(left_out), mistakes)


def _rows(text: CsvText, file: str) -> tuple[dict[str, list[_Lined]], list[Mistake], set[str]]:
    columns = {name: text.columns[name].to_pylist() for name in COLUMNS}
    rows: dict[str, list[_Lined]] = defaultdict(list)
    mistakes: list[Mistake] = []
    left_out: set[str] = set()
    for place, line in enumerate(text.line.tolist()):
        cells = {name: columns[name][place] for name in COLUMNS}
        if not any(cells.values()):
            continue
        try:
            row = InstallationRow.model_validate(cells)
            rows[row.meter].append((line, row))
        except ValidationError as error:
            left_out.add(cells["meter"].strip())
            mistakes += [_mistake(file, line, str(each["loc"][0]), each["msg"]) for each in error.errors()]
    return {meter: _bounded(lined) for meter, lined in rows.items()}, mistakes, left_out


def _mistake(file: str, line: int, field: str, message: str) -> Mistake:
    remedy = _REMEDIES.get(field, "write a number, or leave it empty")
    return Mistake(file, line, field, f"{message.removeprefix('Value error, ')}: {remedy}")


def _bounded(lined: Sequence[_Lined]) -> list[_Lined]:
    """Order rows by time, and let open ones end where the next begins, or begin where the last one ended."""
    ordered = sorted(lined, key=_beginning)
    bounded: list[_Lined] = []
    for line, row in ordered:
        if bounded:
            earlier = bounded[-1][1]
            if earlier.valid_to is None:
                bounded[-1] = (bounded[-1][0], earlier.model_copy(update={"valid_to": row.valid_from}))
            begins = row.valid_from or earlier.valid_to
            bounded.append((line, row.model_copy(update={"valid_from": begins})))
        else:
            bounded.append((line, row))
    return bounded


def _beginning(lined: _Lined) -> tuple[datetime, datetime]:
    row = lined[1]
    return row.valid_from or SINCE_EVER, row.valid_to or datetime.max.replace(tzinfo=UTC)


def _meter_mistakes(file: str, lined: Sequence[_Lined]) -> list[Mistake]:
    mistakes = [found for line, row in lined for found in _row_mistakes(file, line, row)]
    for (first_line, first), (line, row) in pairwise(lined):
        if (first.serial, first.valid_from, first.valid_to) == (row.serial, row.valid_from, row.valid_to):
            mistakes.append(
                Mistake(file, line, "serial", f"the same as line {first_line}: delete one of them")
            )
        elif first.valid_to is None or row.valid_from is None or row.valid_from < first.valid_to:
            message = f"overlaps line {first_line}, {row.meter}: end that one where this one begins"
            mistakes.append(Mistake(file, line, "valid_from", message))
    return mistakes


def _row_mistakes(file: str, line: int, row: InstallationRow) -> list[Mistake]:
    mistakes: list[Mistake] = []
    if row.valid_from and row.valid_to and row.valid_to <= row.valid_from:
        mistakes.append(Mistake(file, line, "valid_to", "not after valid_from: correct one of the two"))
    for field, register in (("start_register", row.start_register), ("end_register", row.end_register)):
        if row.modulus is not None and register is not None and register >= row.modulus:
            message = f"{register:g} is not below the modulus {row.modulus:g}: correct one of the two"
            mistakes.append(Mistake(file, line, field, message))
    return mistakes


def _unplaced_registers(file: str, line: int, row: InstallationRow) -> list[Mistake]:
    """Name recorded registers that nobody can place in time; the meter is computed without them."""
    pairs = (
        ("start_register", row.start_register, "valid_from", row.valid_from),
        ("end_register", row.end_register, "valid_to", row.valid_to),
    )
    return [
        Mistake(file, line, field, f"not used without {instant}, which says when it was read: fill that in")
        for field, register, instant, at in pairs
        if register is not None and at is None
    ]


def _placed(line: int, row: InstallationRow) -> Placed:
    installed = InstalledMeter(
        0,
        row.valid_from or SINCE_EVER,
        row.valid_to,
        None if row.valid_from is None else row.start_register,
        None if row.valid_to is None else row.end_register,
        row.modulus,
        row.multiplier or 1.0,
        row.max_rate_per_hour,
        row.two_way,
    )
    return Placed(
        line, installed, None if row.interval_minutes is None else timedelta(minutes=row.interval_minutes)
    )
