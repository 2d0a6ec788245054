"""The opaque key behind which a page begins: the values of the key of the last row before it."""

import base64
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import orjson

from web.api.resource import Resource
from web.api.values import read_value

LONGEST = 2_000


def next_key(resource: Resource, row: Mapping[str, Any]) -> str:
    """Return the key behind a row."""
    values = [_written(row[name]) for name in resource.key]
    content = orjson.dumps([resource.path, *values])
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def read_key(resource: Resource, key: str) -> dict[str, object]:
    """Return what the query takes for a key, `after_<column>` for each of its columns.

    Raises
    ------
    ValueError
        Where it is no key of this resource.
    """
    if len(key) > LONGEST or not key.isascii():
        raise ValueError("is too long, or not ASCII")
    padded = key + "=" * (-len(key) % 4)
    content = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    match content:
        case [resource.path, *values] if len(values) == len(resource.key):
            columns = zip(resource.key_columns, values, strict=True)
            return {f"after_{column.name}": read_value(str(value), column.kind) for column, value in columns}
        case _:
            raise ValueError("is no key of this resource")


def first_page(resource: Resource) -> dict[str, object]:
    """Return what the query takes where there is no key."""
    return {f"after_{name}": None for name in resource.key}


def _written(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)
