"""Trips, stops, outings and days of vehicles as one Parquet or CSV file."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from models.formulas import harmless
from storage.vehicle_export import ViewColumn

_BOM = b"\xef\xbb\xbf"
_UNIT = re.compile(r"\[([^\]]+)\]")
_TYPES: Mapping[str, Any] = {
    "timestamp with time zone": pa.timestamp("us", tz="UTC"),
    "date": pa.date32(),
    "double precision": pa.float64(),
    "integer": pa.int64(),
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
    "text[]": pa.list_(pa.string()),
}


def schema(columns: Sequence[ViewColumn], about: Mapping[str, str]) -> Any:
    """Return the fields, each with its meaning and unit, of a file about which `about` is said."""
    return pa.schema([_field(column) for column in columns], metadata=dict(about))


def write_parquet(file: Path, fields: Any, batches: Iterable[Sequence[tuple[Any, ...]]]) -> int:
    """Write rows; return how many."""
    count = 0
    with pq.ParquetWriter(file, fields, compression="zstd") as writer:
        for batch in batches:
            writer.write_table(_table(fields, batch))
            count += len(batch)
    return count


def write_csv(
    file: Path, fields: Any, batches: Iterable[Sequence[tuple[Any, ...]]], *, for_excel: bool
) -> int:
    """Write rows in UTF-8, lists with blanks between; return how many.

    `for_excel`: with a byte order mark, and an apostrophe before text that Excel would compute.
    """
    plain = pa.schema([_plain(field) for field in fields])
    count = 0
    with file.open("wb") as out:
        out.write(_BOM if for_excel else b"")
        with pyarrow.csv.CSVWriter(out, plain) as writer:
            for batch in batches:
                rows = [tuple(_cell(value, for_excel) for value in row) for row in batch]
                writer.write_table(_table(plain, rows))
                count += len(rows)
    return count


def _field(column: ViewColumn) -> Any:
    said = {"description": column.meaning}
    if found := _UNIT.search(column.meaning):
        said["unit"] = found.group(1)
    return pa.field(column.name, _TYPES.get(column.type, pa.string()), metadata=said)


def _plain(field: Any) -> Any:
    return pa.field(field.name, pa.string()) if pa.types.is_list(field.type) else field


def _cell(value: object, for_excel: bool) -> object:
    text = " ".join(map(str, value)) if isinstance(value, list) else value
    return harmless(text) if for_excel and isinstance(text, str) else text


def _table(fields: Any, rows: Sequence[tuple[Any, ...]]) -> Any:
    columns = zip(*rows, strict=True) if rows else [()] * len(fields)
    arrays = [pa.array(list(column), field.type) for column, field in zip(columns, fields, strict=True)]
    return pa.Table.from_arrays(arrays, schema=fields)
