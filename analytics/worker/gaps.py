"""Long gaps in the worker: what shapes them is read, and those whose similar days changed are marked.

The hours of a gap follow from the measured hours of six weeks before it. So when hours change, the gaps after
them are marked in the same transaction, and computed again by whoever takes the marks. That ends: a gap that
is computed again changes only its own hours, which are estimated and shape nothing; if none of its hours
changes, nothing is marked, and if some do, the gaps after them come out as they were.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

import numpy as np

from analytics.accounts import Account
from analytics.known_days import KnownDays
from analytics.registers import HOUR_US, Instants
from analytics.similar_days import DAYS_BACK, Locality, needs_shape, shaped
from analytics.windows import BEGINNING, END, Span
from models.registers import MeterRegister
from storage import gaps
from storage.consumption import Connection
from storage.gaps import Stretch

_REACH = (DAYS_BACK + 2) * 24 * HOUR_US
"""How far similar days lie before a gap at most: local days begin up to a day off, and clocks change."""

_FIRST, _AFTER = datetime(1900, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)

Spans = Mapping[int, Sequence[Span]]


def with_shapes(
    connection: Connection,
    account: Account,
    spans: Sequence[tuple[int, Span]],
    meters: Sequence[MeterRegister],
    days: KnownDays,
) -> Account:
    """Shape the long gaps of an account by its own hours and by stored ones outside the rewritten spans."""
    long = needs_shape(account.gaps)
    if not long.any():
        return account
    meter, start = account.gaps.meter[long], account.gaps.start[long].view(np.int64)
    rewritten, stretches = _by_meter(spans), list[Stretch]()
    for one in np.unique(meter).tolist():
        mine = start[meter == one]
        wanted = Span(int(mine.min()) - _REACH, int(mine.max()))
        stretches += _stretches(one, outside(rewritten[one], wanted))
    places = {one.id: Locality(ZoneInfo(one.zone), one.heating) for one in meters}
    return shaped(account, gaps.measured_hours(connection, stretches), places, days)


def mark_later_gaps(
    connection: Connection, changed: Mapping[int, Instants], spans: Sequence[tuple[int, Span]]
) -> int:
    """Mark the gaps outside the rewritten spans that changed hours shape; return how many."""
    rewritten, stretches = _by_meter(spans), list[Stretch]()
    for meter, hours in changed.items():
        for after in _reached(hours.view(np.int64).tolist(), rewritten[meter]):
            stretches += _stretches(meter, outside(rewritten[meter], after))
    return gaps.mark_gaps(connection, stretches) if stretches else 0


def mark_every_gap(connection: Connection, meters: Sequence[int]) -> int:
    """Mark all gaps of meters whose days are other ones now, by zone or by heating; return how many."""
    return gaps.mark_gaps(connection, [(meter, _FIRST, _AFTER) for meter in meters])


def outside(spans: Sequence[Span], of: Span) -> list[Span]:
    """Return the parts of `of` that lie in none of `spans`, ascending."""
    parts, start = list[Span](), of.start
    for span in sorted(spans, key=lambda each: each.start):
        if start < min(span.start, of.end):
            parts.append(Span(start, min(span.start, of.end)))
        start = max(start, span.end)
    return [*parts, Span(start, of.end)] if start < of.end else parts


def _reached(changed: Sequence[int], spans: Sequence[Span]) -> list[Span]:
    """Return what lies behind each span as far as its last changed hour shapes gaps, once each."""
    reached, until = list[Span](), BEGINNING
    for span in sorted(spans, key=lambda each: each.start):
        within = [hour for hour in changed if span.start <= hour < span.end]
        if within and span.end != END:
            begin = max(span.end, until)
            until = max(until, max(within) + _REACH)
            reached += [Span(begin, until)] if begin < until else []
    return reached


def _by_meter(spans: Sequence[tuple[int, Span]]) -> Spans:
    ordered = sorted(spans, key=lambda pair: pair[0])
    return {meter: [span for _, span in own] for meter, own in groupby(ordered, key=lambda pair: pair[0])}


def _stretches(meter: int, parts: Sequence[Span]) -> list[Stretch]:
    return [(meter, _instant(part.start), _instant(part.end)) for part in parts]


def _instant(micros: int) -> datetime:
    return datetime.fromtimestamp(micros // 1_000_000, UTC)
