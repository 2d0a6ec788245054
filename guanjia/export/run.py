"""One export from the database to its file, by month, quantity and some meters, so that memory stays flat."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import psycopg

from analytics.aggregates import edges
from guanjia.export.columns import frame
from guanjia.export.formats import Chunk, Format
from models.day_span import DaySpan
from storage.export import ExportedMeter, Grain, series

_METERS_AT_ONCE = {Grain.HOUR: 200, Grain.DAY: 5_000, Grain.MONTH: 50_000}
"""So that about 150,000 rows are held at once."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some meters of one quantity and time zone in one month."""

    period: DaySpan
    quantity: str
    zone: str
    meters: Sequence[ExportedMeter]


def parts(period: DaySpan, grain: Grain, meters: Sequence[ExportedMeter]) -> Iterator[Part]:
    """Cut an export into what is read at once: those of a month and quantity follow each other."""
    groups: dict[tuple[str, str], list[ExportedMeter]] = {}
    for meter in meters:
        groups.setdefault((meter.quantity, meter.timezone), []).append(meter)
    size = _METERS_AT_ONCE[grain]
    for month in period.months():
        for (quantity, zone), members in sorted(groups.items(), key=lambda group: group[0]):
            for first in range(0, len(members), size):
                yield Part(month, quantity, zone, members[first : first + size])


def export(
    connection: psycopg.Connection,
    grain: Grain,
    wanted: Sequence[Part],
    to: Callable[[], Format],
    tell: Callable[[int], None],
) -> int:
    """Write all parts and return how many rows that were; `tell` hears after each part how many so far.

    The file is opened with the first rows: where there are none, nothing is written at all.
    """
    file: Format | None = None
    rows = 0
    for part in wanted:
        days = (part.period.start, part.period.end)
        span = edges(part.period, ZoneInfo(part.zone)) if grain is Grain.HOUR else days
        found = series(connection, grain, [meter.meter_id for meter in part.meters], span)
        if found:
            file = file or to()
            chunk = frame(part.meters, found, grain)
            file.write(Chunk(part.period.month, part.quantity, part.meters[0].unit, chunk))
            rows += len(chunk)
        tell(rows)
    if file is not None:
        file.close()
    return rows
