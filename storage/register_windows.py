"""Readings around spans of stale hours: short windows by their key, long ones in one pass over the table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from models.registers import MeterRegister, RegisterWindow
from storage.arrays import array_cursor
from storage.database import query

Spans = Sequence[tuple[MeterRegister, datetime, datetime]]

_LONG = timedelta(days=14)
_NOTHING = np.empty(0, "datetime64[us]"), np.empty(0)


@dataclass(frozen=True, slots=True)
class _Window:
    """What is read of a register: from `first` to `last`, both within; None: there are none beyond."""

    meter: MeterRegister
    first: datetime | None
    last: datetime | None

    @property
    def register(self) -> tuple[int, int]:
        return self.meter.device_id, self.meter.quantity_id


def readings_around(connection: psycopg.Connection, spans: Spans, context: int) -> list[RegisterWindow]:
    """Return readings of spans: `context` more either side, those of their hours, `context` beyond."""
    windows = _windows(connection, spans, context)
    long = [end - start > _LONG for _, start, end in spans]
    short = _within(connection, [one for one, is_long in zip(windows, long, strict=True) if not is_long])
    whole = _in_one_pass(connection, [one for one, is_long in zip(windows, long, strict=True) if is_long])
    return [next(whole if is_long else short) for is_long in long]


def _windows(connection: psycopg.Connection, spans: Spans, context: int) -> list[_Window]:
    parameters = {
        "devices": [meter.device_id for meter, _, _ in spans],
        "quantities": [meter.quantity_id for meter, _, _ in spans],
        "starts": [start for _, start, _ in spans],
        "ends": [end for _, _, end in spans],
        "context": context,
    }
    borders = connection.execute(query("analytics/window_borders"), parameters).fetchall()
    return [_Window(meter, first, last) for (meter, _, _), (first, last) in zip(spans, borders, strict=True)]


def _within(connection: psycopg.Connection, windows: Sequence[_Window]) -> Iterator[RegisterWindow]:
    if not windows:
        return
    parameters = {
        "devices": [one.meter.device_id for one in windows],
        "quantities": [one.meter.quantity_id for one in windows],
        "firsts": [one.first for one in windows],
        "lasts": [one.last for one in windows],
    }
    with array_cursor(connection) as cursor:
        rows = cursor.execute(query("analytics/readings_within"), parameters).fetchall()
    for window, (at, value) in zip(windows, rows, strict=True):
        yield _ordered(window, at, value)


def _in_one_pass(connection: psycopg.Connection, windows: Sequence[_Window]) -> Iterator[RegisterWindow]:
    if not windows:
        return
    firsts, lasts = [one.first for one in windows], [one.last for one in windows]
    parameters = {
        "devices": sorted({one.meter.device_id for one in windows}),
        "quantities": sorted({one.meter.quantity_id for one in windows}),
        "first_at": None if None in firsts else min(at for at in firsts if at is not None),
        "last_at": None if None in lasts else max(at for at in lasts if at is not None),
    }
    with array_cursor(connection) as cursor:
        rows = cursor.execute(query("analytics/readings_of_registers"), parameters).fetchall()
    found = {(device, quantity): (at, value) for device, quantity, at, value in rows}
    for window in windows:
        at, value = found.get(window.register, _NOTHING)
        wanted = np.ones(len(at), dtype=np.bool_)
        if window.first is not None:
            wanted &= at >= _instant(window.first)
        if window.last is not None:
            wanted &= at <= _instant(window.last)
        yield _ordered(window, at[wanted], value[wanted])


def _ordered(window: _Window, at: NDArray[Any], value: NDArray[Any]) -> RegisterWindow:
    # what lies in the order of arrival is nearly in order, which a stable sort makes use of
    order = np.argsort(at.view(np.int64), kind="stable")
    return RegisterWindow(at[order], value[order], window.first is None, window.last is None)


def _instant(at: datetime) -> np.datetime64:
    return np.datetime64(at.astimezone(UTC).replace(tzinfo=None), "us")
