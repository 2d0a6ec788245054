"""The files an export is written to, chunk by chunk: Parquet by month and quantity, or one CSV."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from guanjia.export.columns import meanings, units
from models.formulas import harmless
from storage.export import Grain

_BOM = b"\xef\xbb\xbf"
_TYPES: Mapping[str, Any] = {
    "level": pa.int8(),
    "hour": pa.timestamp("s", tz="UTC"),
    "hour_local": pa.timestamp("s"),
    "day": pa.date32(),
    "month_start": pa.date32(),
    "amount": pa.float64(),
    "estimated": pa.float64(),
    "coverage": pa.float32(),
    "revision": pa.int32(),
}


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of one month, as in 2026-10, and one quantity with its unit; columns are those of `frame`."""

    month: str
    quantity: str
    unit: str
    rows: pd.DataFrame


class Format(Protocol):
    """Takes chunks, those of a month and quantity one after the other, and is closed at the end."""

    def write(self, chunk: Chunk) -> None:
        """Add rows."""
        ...

    def close(self) -> None:
        """Finish the file."""
        ...


class ParquetFolder:
    """A folder month=2026-10/quantity=volume_m3/part-0.parquet, as DuckDB, pandas and Spark read it."""

    def __init__(self, folder: Path, grain: Grain, about: Mapping[str, str]) -> None:
        self._folder = folder
        self._grain = grain
        self._about = dict(about)
        self._writer: Any = None
        self._file: Path | None = None

    def write(self, chunk: Chunk) -> None:
        """Add rows to the file of their month and quantity."""
        folder = self._folder / f"month={chunk.month}" / f"quantity={chunk.quantity}"
        if self._file != folder / "part-0.parquet":
            self.close()
            folder.mkdir(parents=True)
            self._file = folder / "part-0.parquet"
            schema = pa.schema(self._fields(chunk.unit), metadata=self._about)
            self._writer = pq.ParquetWriter(self._file, schema, compression="zstd")
        rows = chunk.rows
        columns = [pa.array(_zoned(rows, name)).cast(_type(name)) for name in rows.columns]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._writer.schema))

    def close(self) -> None:
        """Finish the file that is open."""
        if self._writer is not None:
            self._writer.close()

    def _fields(self, unit: str) -> list[Any]:
        unit_of = units(self._grain, unit)
        fields: list[Any] = []
        for name, meaning in meanings(self._grain).items():
            said = {"description": meaning} | ({"unit": unit_of[name]} if name in unit_of else {})
            fields.append(pa.field(name, _type(name), metadata=said))
        return fields


class CsvFile:
    """One file in UTF-8; instants are ISO 8601, local ones with their offset from UTC.

    `for_excel` begins it with a byte order mark, without which Excel takes Chinese for something else, and
    puts an apostrophe before names that Excel would compute.
    """

    def __init__(self, file: Path, *, for_excel: bool) -> None:
        self._for_excel = for_excel
        self._file = file.open("wb")
        self._file.write(_BOM if for_excel else b"")
        self._writer: Any = None

    def write(self, chunk: Chunk) -> None:
        """Add rows; the quantity stands in a column of its own."""
        rows = chunk.rows.copy(deep=False)
        rows.insert(1, "quantity", chunk.quantity)
        if "hour" in rows:
            rows["hour"], rows["hour_local"] = _iso(rows["hour"], rows["hour_local"])
        if self._for_excel:
            for name in rows.columns[rows.dtypes == "category"]:
                rows[name] = rows[name].cat.rename_categories(_harmless)
        # instants are text by now
        kinds = [pa.string() if name.startswith("hour") else _type(name) for name in rows.columns]
        columns = [pa.array(rows[name]).cast(kind) for name, kind in zip(rows.columns, kinds, strict=True)]
        table = pa.Table.from_arrays(columns, names=list(rows.columns))
        if self._writer is None:
            self._writer = pyarrow.csv.CSVWriter(self._file, table.schema)
        self._writer.write_table(table)

    def close(self) -> None:
        """Finish the file."""
        if self._writer is not None:
            self._writer.close()
        self._file.close()


def _type(column: str) -> Any:
    return _TYPES.get(column, pa.string())


def _zoned(rows: pd.DataFrame, name: str) -> pd.Series:
    return rows[name].dt.tz_localize("UTC") if name == "hour" else rows[name]


def _iso(utc: pd.Series, local: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return both instants as text: ...Z, and local time with its offset."""
    instants, clocks = utc.to_numpy("datetime64[m]"), local.to_numpy("datetime64[m]")
    minutes, place = np.unique((clocks - instants).astype(np.int64), return_inverse=True)
    offsets = np.array([_offset(one) for one in minutes.tolist()], dtype=object)[place]
    written = [
        pd.Series(np.datetime_as_string(one.to_numpy(), unit="s"), index=utc.index) for one in (utc, local)
    ]
    return written[0] + "Z", written[1] + offsets


def _offset(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _harmless(value: object) -> object:
    return harmless(value) if isinstance(value, str) else value
