"""Pages in the formats that Accept may name: JSON, CSV, Parquet, an Arrow stream; the same digits in each."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from http import HTTPStatus
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from models.formulas import harmless
from models.table import Table
from web.api.accepting import preferred
from web.api.columns import Column, Kind
from web.api.problems import ProblemError

_ARROW: Mapping[Kind, Any] = {
    Kind.TEXTS: pa.list_(pa.string()),
    Kind.NUMBER: pa.float64(),
    Kind.MONEY: pa.decimal128(14, 2),
    Kind.INTEGER: pa.int64(),
    Kind.FLAG: pa.bool_(),
    Kind.INSTANT: pa.timestamp("us", tz="UTC"),
    Kind.DAY: pa.date32(),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Rows with their columns; `next` is the key behind the last of them, None: none follows."""

    columns: Sequence[Column]
    table: Table
    next: str | None


def chosen(accept: str) -> str:
    """Return the media type that an Accept header likes best; raise ProblemError (406) for none."""
    found = preferred(accept, list(WRITERS))
    if found is None:
        remedy = f"Accept one of {', '.join(WRITERS)}"
        raise ProblemError(HTTPStatus.NOT_ACCEPTABLE, f"nothing of {accept[:100]!r} is here: {remedy}")
    return found


def _as_json(page: Page) -> bytes:
    return orjson.dumps({"items": list(page.table.rows()), "next": page.next}, _plain, orjson.OPT_UTC_Z)


def _as_csv(page: Page) -> bytes:
    fields = pa.schema([pa.field(column.name, _type_in_csv(column)) for column in page.columns])
    out = io.BytesIO()
    with pyarrow.csv.CSVWriter(out, fields) as writer:
        arrays = [
            pa.array([_cell(value) for value in page.table.columns[column.name]], field.type)
            for column, field in zip(page.columns, fields, strict=True)
        ]
        writer.write_table(pa.Table.from_arrays(arrays, schema=fields))
    return out.getvalue()


def _as_parquet(page: Page) -> bytes:
    out = io.BytesIO()
    pq.write_table(_table(page), out, compression="zstd")
    return out.getvalue()


def _as_arrow(page: Page) -> bytes:
    out = io.BytesIO()
    table = _table(page)
    with pa.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


WRITERS: Mapping[str, Callable[[Page], bytes]] = {
    "application/json": _as_json,
    "text/csv": _as_csv,
    "application/vnd.apache.parquet": _as_parquet,
    "application/vnd.apache.arrow.stream": _as_arrow,
}
"""How a page is written, by media type; the first is what who accepts anything gets."""


def _table(page: Page) -> Any:
    fields = pa.schema([_field(column, page.table) for column in page.columns])
    arrays = [
        pa.array(_values(page.table, column), field.type)
        for column, field in zip(page.columns, fields, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=fields)


def _field(column: Column, table: Table) -> Any:
    unit = column.unit
    if unit == BY_ROW:
        found = set(table.columns["unit"])
        unit = found.pop() if len(found) == 1 else ""
    return pa.field(
        column.name, _ARROW.get(column.kind, pa.string()), metadata={"unit": unit} if unit else None
    )


BY_ROW = "unit"
"""The unit of a column whose rows say theirs in the column `unit`; in metadata where all say the same."""


def _type_in_csv(column: Column) -> Any:
    as_text = {Kind.INSTANT, Kind.TEXTS}
    return pa.string() if column.kind in as_text else _ARROW.get(column.kind, pa.string())


def _cell(value: object) -> object:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case list():
            return harmless(" ".join(map(str, value)))
        case dict():
            return _document(value)
        case str():
            return harmless(value)
        case _:
            return value


def _values(table: Table, column: Column) -> Sequence[Any]:
    values = table.columns[column.name]
    if column.kind is not Kind.DOCUMENT:
        return values
    return [None if value is None else _document(value) for value in values]


def _document(value: object) -> str:
    return orjson.dumps(value, _plain).decode()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"no JSON for {type(value).__name__}")
