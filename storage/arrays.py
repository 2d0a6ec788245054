"""numpy arrays in and out of PostgreSQL's binary format: no Python object for each value.

Reference: PostgreSQL documentation, COPY, "Binary Format"; arrays as in its array_send.
"""

import struct
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.pq import Format

from storage.copying import HEADER, TRAILER

_EPOCH_US = 946_684_800_000_000
_EPOCH_DAYS = 10_957
_INFINITIES = (np.iinfo(np.int64).min, np.iinfo(np.int64).max)
_ARRAY_HEADER_BYTES = 20
_TEXT_OID = psycopg.postgres.types["text"].oid
_FLOAT_OID = psycopg.postgres.types["float8"].oid


class _ArrayLoader(Loader):
    """Reads a one-dimensional array without NULLs whose elements are `dtype` on the wire."""

    format = Format.BINARY
    dtype: ClassVar[str]

    def load(self, data: Buffer) -> NDArray[Any]:
        element = np.dtype([("length", ">i4"), ("value", self.dtype)])
        raw = bytes(data)
        if len(raw) <= _ARRAY_HEADER_BYTES:
            return self.convert(np.empty(0, self.dtype))
        return self.convert(np.frombuffer(raw, element, offset=_ARRAY_HEADER_BYTES)["value"])

    def convert(self, values: NDArray[Any]) -> NDArray[Any]:
        return values.astype(np.dtype(self.dtype).newbyteorder("="))


class _Float8Array(_ArrayLoader):
    dtype = ">f8"


class _Float4Array(_ArrayLoader):
    dtype = ">f4"

    def convert(self, values: NDArray[Any]) -> NDArray[Any]:
        return values.astype(np.float64)


class _Int2Array(_ArrayLoader):
    dtype = ">i2"


class _InstantArray(_ArrayLoader):
    dtype = ">i8"

    def convert(self, values: NDArray[Any]) -> NDArray[Any]:
        return (values.astype(np.int64) + _EPOCH_US).view("datetime64[us]")


class _DateArray(_ArrayLoader):
    dtype = ">i4"

    def convert(self, values: NDArray[Any]) -> NDArray[Any]:
        return (values.astype(np.int64) + _EPOCH_DAYS).view("datetime64[D]")


_LOADERS = {
    "int2": _Int2Array,
    "float8": _Float8Array,
    "float4": _Float4Array,
    "timestamptz": _InstantArray,
    "date": _DateArray,
}


def array_cursor(connection: psycopg.Connection) -> psycopg.Cursor[tuple[Any, ...]]:
    """Open a cursor that returns arrays of floats (as float64), int2, timestamptz and date as numpy's."""
    cursor = connection.cursor(binary=True)
    for name, loader in _LOADERS.items():
        cursor.adapters.register_loader(psycopg.postgres.types[name].array_oid, loader)
    return cursor


def copy_rows(*blocks: Sequence[NDArray[Any]]) -> bytes:
    """Pack blocks of rows, each given as its columns of equal length, as one COPY stream.

    int16, int32, float32 and float64 go as they are, datetime64[us] as timestamptz (the smallest and largest
    int64 as -infinity and infinity), datetime64[D] as date, int64 as integer, bytes of one length (void) as
    they are.
    """
    return b"".join((HEADER, *map(_packed, blocks), TRAILER))


def same_texts(texts: Sequence[str], count: int) -> NDArray[np.void]:
    """Return a column of `count` rows that hold the same text[]: all of one length, as a block wants it."""
    elements = [text.encode() for text in texts]
    dimension = struct.pack(">ii", len(elements), 1) if elements else b""
    head = struct.pack(">iiI", 1 if elements else 0, 0, _TEXT_OID) + dimension
    value = head + b"".join(struct.pack(">i", len(element)) + element for element in elements)
    return np.full(count, np.void(value))


def float_arrays(rows: NDArray[np.float64]) -> NDArray[np.void]:
    """Return a column whose rows hold a float8[] each: a row of `rows`."""
    count, length = rows.shape
    element = np.dtype([("length", ">i4"), ("value", ">f8")])
    value = np.dtype([("head", ">i4", 5), ("elements", element, length)])
    table = np.empty(count, value)
    # one dimension, no NULL, elements of this type, so many of them, the first of which is [1]
    table["head"] = (1, 0, _FLOAT_OID, length, 1)
    table["elements"]["length"] = element["value"].itemsize
    table["elements"]["value"] = rows
    return table.view(np.void(value.itemsize).dtype)


def _packed(columns: Sequence[NDArray[Any]]) -> bytes:
    wires = [_wire(column) for column in columns]
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for place, wire in enumerate(wires):
        fields += [(f"length{place}", ">i4"), (f"value{place}", wire.dtype.str)]
    table = np.empty(len(wires[0]), dtype=np.dtype(fields))
    table["fields"] = len(wires)
    for place, wire in enumerate(wires):
        table[f"length{place}"] = wire.dtype.itemsize
        table[f"value{place}"] = wire
    return table.tobytes()


def _wire(column: NDArray[Any]) -> NDArray[Any]:
    if column.dtype == np.dtype("datetime64[us]"):
        instants = column.view(np.int64)
        return np.where(np.isin(instants, _INFINITIES), instants, instants - _EPOCH_US).astype(">i8")
    if column.dtype == np.dtype("datetime64[D]"):
        return (column.view(np.int64) - _EPOCH_DAYS).astype(">i4")
    if column.dtype == np.dtype(np.int64):
        return column.astype(">i4")
    if column.dtype.kind == "V":
        return column
    return column.astype(column.dtype.newbyteorder(">"))
