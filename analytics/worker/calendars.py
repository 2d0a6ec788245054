"""Cut the days and months of meters again whose site has another time zone, from the hours that are there.

Hours are of UTC and stay as they are, so no changed hour would lead to their days: a flag of the meter does,
set by the registry in the transaction that changes the zone. Gaps that similar days shape are marked, because
those days are other ones now, in another heating region too.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

import numpy as np

from analytics.aggregates import daily, monthly, night_amounts
from analytics.worker.gaps import mark_every_gap
from models.amounts import Amounts
from storage import calendars, consumption, indicators
from storage.consumption import Connection, Scratch

_FIRST, _AFTER = np.datetime64("1900-01-01", "D"), np.datetime64("3000-01-01", "D")
"""All days a meter can have: what the old zone gave and the new one does not must go."""


def recut(connection: Connection, limit: int, now: datetime) -> int:
    """Rewrite the days and months of up to `limit` flagged meters; return how many it took."""
    with connection.transaction():
        claimed = sorted(calendars.claim(connection, limit), key=lambda each: (each[1].key, each[0]))
        zoned = [
            (zone, [meter for meter, _ in group]) for zone, group in groupby(claimed, lambda each: each[1])
        ]
        meters = [meter for meter, _ in claimed]
        if meters:
            _rewrite_days(connection, zoned, now)
            _rewrite_months(connection, zoned, now)
            mark_every_gap(connection, meters)
            calendars.settle(connection, meters)
            indicators.mark_whole(connection, meters)
    return len(meters)


_Zoned = Sequence[tuple[ZoneInfo, list[int]]]


def _rewrite_days(connection: Connection, zoned: _Zoned, now: datetime) -> None:
    for zone, meters in zoned:
        spans = [(meter, None, None) for meter in meters]
        hours, _ = consumption.known_hours(connection, spans, [])
        of_meters = Amounts(
            np.array(meters)[hours.meter], hours.start, hours.amount, hours.estimated, hours.coverage
        )
        _fill_spans(connection, Scratch.DAY_SPAN, meters)
        consumption.fill_days(connection, daily(of_meters, zone), night_amounts(of_meters, zone))
    consumption.rewrite_days(connection, now)


def _rewrite_months(connection: Connection, zoned: _Zoned, now: datetime) -> None:
    for zone, meters in zoned:
        spans = [(meter, _FIRST.item(), _AFTER.item()) for meter in meters]
        months = monthly(consumption.days_within(connection, spans), zone)
        _fill_spans(connection, Scratch.MONTH_SPAN, meters)
        consumption.fill_months(connection, months)
    consumption.rewrite_months(connection, now)


def _fill_spans(connection: Connection, span: Scratch, meters: Sequence[int]) -> None:
    count = len(meters)
    consumption.fill(connection, span, [np.array(meters), np.full(count, _FIRST), np.full(count, _AFTER)])
