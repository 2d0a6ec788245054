"""What the analytics worker does to the database: claim registers, read around stale hours, rewrite."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, TypeAlias

import numpy as np
import psycopg
from numpy.typing import NDArray

from models.amounts import Amounts
from models.errors import UnreachableError
from models.registers import InstalledMeter, MeterRegister
from storage.arrays import array_cursor, copy_rows, float_arrays, same_texts
from storage.database import query

Connection: TypeAlias = psycopg.Connection
Connect: TypeAlias = Callable[[], psycopg.Connection]
HourSpan: TypeAlias = tuple[int, datetime | None, datetime | None]

_HOURS = (
    "COPY consumption_hourly (meter_id, hour, amount, estimated, coverage, reasons, computed_at)"
    " FROM STDIN (FORMAT BINARY)"
)


class Scratch(Enum):
    """Scratch tables, with the order of their columns."""

    SPAN = "COPY scratch_span (meter_id, span_start, span_end) FROM STDIN (FORMAT BINARY)"
    HOUR = (
        "COPY scratch_hour (meter_id, hour, amount, estimated, coverage, reasons) FROM STDIN (FORMAT BINARY)"
    )
    GONE = "COPY scratch_gone (meter_id, hour) FROM STDIN (FORMAT BINARY)"
    ASIDE = "COPY scratch_aside (meter_id, at, step, reason) FROM STDIN (FORMAT BINARY)"
    FLAGGED = "COPY scratch_flagged (meter_id, at, value, reason) FROM STDIN (FORMAT BINARY)"
    DAY_SPAN = "COPY scratch_day_span (meter_id, span_start, span_end) FROM STDIN (FORMAT BINARY)"
    MONTH_SPAN = "COPY scratch_month_span (meter_id, span_start, span_end) FROM STDIN (FORMAT BINARY)"
    DAY = (
        "COPY scratch_day (meter_id, day, amount, estimated, coverage, night_amounts)"
        " FROM STDIN (FORMAT BINARY)"
    )
    MONTH = "COPY scratch_month (meter_id, month, amount, estimated, coverage) FROM STDIN (FORMAT BINARY)"


@contextmanager
def reachable() -> Generator[None]:
    """Turn the loss of the database, or of the connection to it, into UnreachableError."""
    try:
        yield
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        first_line = str(error).strip().partition("\n")[0]
        raise UnreachableError(f"lost the database: {first_line}") from error


def prepare(connection: Connection) -> None:
    """Make the session's scratch tables, and make transactions explicit; once for each connection."""
    connection.autocommit = True
    connection.execute(query("analytics/set_memory"))
    connection.execute(query("analytics/create_scratch"))


def claim(connection: Connection, limit: int) -> list[MeterRegister]:
    """Lock up to `limit` meters that have stale hours and that no other worker holds."""
    rows = connection.execute(query("analytics/claim_registers"), {"limit": limit})
    return [MeterRegister(*row) for row in rows]


def take_stale_hours(
    connection: Connection, meters: Sequence[MeterRegister]
) -> dict[int, NDArray[np.datetime64]]:
    """Delete the marks of locked meters; return the hours they name, ascending, by meter."""
    parameters = {
        "meters": [meter.id for meter in meters],
        "devices": [meter.device_id for meter in meters],
    }
    with array_cursor(connection) as cursor:
        rows = cursor.execute(query("analytics/take_stale_hours"), parameters).fetchall()
    return {meter: np.unique(hours) for meter, hours in rows}


def installations(connection: Connection, meters: Sequence[int]) -> list[InstalledMeter]:
    """Return the installations of some meters, by meter and beginning."""
    rows = connection.execute(query("analytics/read_installations"), {"meters": list(meters)})
    return [InstalledMeter(*row) for row in rows]


def fill(connection: Connection, scratch: Scratch, columns: Sequence[NDArray[Any]]) -> None:
    """Copy columns into a scratch table, in the order its COPY names them."""
    with connection.cursor() as cursor, cursor.copy(scratch.value) as copy:
        copy.write(copy_rows(columns))


def known_hours(
    connection: Connection, spans: Sequence[HourSpan], reasons: Sequence[str]
) -> tuple[Amounts, NDArray[np.int16]]:
    """Return the stored hours of spans, in order, and their reasons; `meter` is the place of the span.

    A border that is None is open. Reasons are their place in `reasons`; -1: not among them.
    """
    parameters = {
        "meters": [meter for meter, _, _ in spans],
        "starts": [start for _, start, _ in spans],
        "ends": [end for _, _, end in spans],
        "reasons": list(reasons),
    }
    with array_cursor(connection) as cursor:
        rows = cursor.execute(query("analytics/known_hours"), parameters).fetchall()
    orders = [np.argsort(row[1], kind="stable") for row in rows]
    parts = [
        (row[0] - 1, *(column[order] for column in row[1:5])) for row, order in zip(rows, orders, strict=True)
    ]
    bits = [row[5][order] for row, order in zip(rows, orders, strict=True)]
    return stacked(parts, "us"), np.concatenate([np.empty(0, np.int16), *bits])


def add_hours(
    connection: Connection, blocks: Sequence[tuple[Amounts, Sequence[str]]], computed_at: datetime
) -> None:
    """Store hours that are new, in blocks that have the same reasons; the meters of all are locked."""
    with connection.cursor() as cursor, cursor.copy(_HOURS) as copy:
        copy.write(copy_rows(*(_hour_columns(hours, reasons, computed_at) for hours, reasons in blocks)))


def update_hours(connection: Connection, reasons: Sequence[str], computed_at: datetime) -> None:
    """Give stored hours what the scratch table says; `reasons[bits]` are names with blanks between them."""
    parameters = {"reasons": list(reasons), "computed_at": computed_at}
    connection.execute(query("analytics/update_hours"), parameters)


def remove_hours(connection: Connection) -> None:
    """Remove the hours of the scratch table."""
    connection.execute(query("analytics/remove_hours"))


def rewrite_exceptions(
    connection: Connection, aside: Sequence[str], flagged: Sequence[str], computed_at: datetime
) -> None:
    """Make the lists of steps set aside and of skipped readings what the scratch tables say."""
    connection.execute(query("analytics/rewrite_aside"), {"reasons": list(aside), "computed_at": computed_at})
    connection.execute(
        query("analytics/rewrite_flagged"), {"reasons": list(flagged), "computed_at": computed_at}
    )


def days_within(connection: Connection, spans: Sequence[tuple[int, date, date]]) -> Amounts:
    """Return the stored days of meters within one span of days each, ordered by meter."""
    parameters = {
        "meters": [meter for meter, _, _ in spans],
        "starts": [start for _, start, _ in spans],
        "ends": [end for _, _, end in spans],
    }
    with array_cursor(connection) as cursor:
        return stacked(cursor.execute(query("analytics/read_days"), parameters).fetchall(), "D")


def fill_days(connection: Connection, days: Amounts, nights: NDArray[np.float64]) -> None:
    """Copy days into their scratch table, with the amounts of each one's night (NaN: unknown)."""
    coverage = days.coverage.astype(np.float32)
    columns = [days.meter, days.start, days.amount, days.estimated, coverage, float_arrays(nights)]
    fill(connection, Scratch.DAY, columns)


def fill_months(connection: Connection, months: Amounts) -> None:
    """Copy months into their scratch table."""
    coverage = months.coverage.astype(np.float32)
    columns = [months.meter, months.start, months.amount, months.estimated, coverage]
    fill(connection, Scratch.MONTH, columns)


def rewrite_days(connection: Connection, computed_at: datetime) -> int:
    """Make days what the scratch tables say; return how many changed."""
    return _number(connection, "analytics/rewrite_days", {"computed_at": computed_at})


def rewrite_months(connection: Connection, computed_at: datetime) -> int:
    """Make months what the scratch tables say; return how many changed."""
    return _number(connection, "analytics/rewrite_months", {"computed_at": computed_at})


def touch(connection: Connection, meters: Sequence[int], computed_at: datetime) -> None:
    """Note when the hours of meters were computed."""
    connection.execute(query("analytics/touch_meters"), {"meters": list(meters), "computed_at": computed_at})


def marks_left(connection: Connection) -> bool:
    """Tell whether a meter has stale hours left."""
    return bool(_number(connection, "analytics/marks_left", {}))


def latest_mark(connection: Connection) -> int:
    """Return the number of the latest mark; 0 when there are none."""
    return _number(connection, "analytics/latest_mark", {})


def drop_orphan_marks(connection: Connection, latest: int) -> int:
    """Delete marks up to number `latest` of registers that are no meter; return how many."""
    return connection.execute(query("analytics/drop_orphan_marks"), {"latest": latest}).rowcount


def stacked(
    rows: Sequence[tuple[int, NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]], unit: str
) -> Amounts:
    """Put rows of (meter, starts, amounts, estimates, coverages) under each other."""
    if not rows:
        empty = np.empty(0)
        return Amounts(np.empty(0, np.int64), np.empty(0, f"datetime64[{unit}]"), empty, empty, empty)
    meters = np.repeat([row[0] for row in rows], [len(row[1]) for row in rows])
    columns = [np.concatenate([row[place] for row in rows]) for place in range(1, 5)]
    return Amounts(meters, *columns)


def _hour_columns(hours: Amounts, reasons: Sequence[str], computed_at: datetime) -> list[NDArray[Any]]:
    count, instant = len(hours.meter), np.datetime64(computed_at.astimezone(UTC).replace(tzinfo=None), "us")
    return [
        hours.meter,
        hours.start,
        hours.amount,
        hours.estimated,
        hours.coverage.astype(np.float32),
        same_texts(reasons, count),
        np.full(count, instant),
    ]


def _number(connection: Connection, name: str, parameters: dict[str, Any]) -> int:
    row = connection.execute(query(name), parameters).fetchone()
    return 0 if row is None else int(row[0])
