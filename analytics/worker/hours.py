"""Recompute the hours of claimed registers, and the days and months above them, in one transaction.

Any number of workers may do this at once, because of the order of things in the transaction (READ COMMITTED,
in which each statement sees what was committed before it began):

1. Lock the meter rows, passing over those another worker holds. From here on nobody else computes these
meters.
2. Delete their marks, by a statement that begins after the locks are held. Ingest commits marks and readings
   together, so every reading behind a deleted mark is visible from now on. A mark that is committed later
   stays.
3. Read the readings, by a later statement still: it sees at least what the deleted marks were about.
4. Write hours, days, months, and commit. A crash before that leaves the marks as they were.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

import numpy as np

from analytics.accounts import (
    ASIDE_REASONS,
    FLAG_REASONS,
    HOUR_REASONS,
    Account,
    merged,
    reason_names,
    renumbered,
)
from analytics.aggregates import Touched, daily, monthly, touched
from analytics.registers import Instants, installations
from analytics.windows import Span, recompute, stale_spans
from models.amounts import Amounts
from models.registers import InstalledMeter, MeterRegister
from storage import consumption
from storage.consumption import Connection, Scratch

_CONTEXT = 16
_WIDEN = 4
_REASON_TEXTS = [" ".join(reason_names(bits)) for bits in range(1 << len(HOUR_REASONS))]

_Zoned = Sequence[tuple[ZoneInfo, dict[int, Touched]]]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction did: meters it took, hours that changed by meter, and meters nobody installed."""

    meters: Sequence[MeterRegister]
    changed: Mapping[int, Instants]
    not_installed: Sequence[MeterRegister]

    @property
    def hours(self) -> int:
        """How many hours changed."""
        return sum(len(hours) for hours in self.changed.values())


def compute_batch(connection: Connection, limit: int, now: datetime) -> Batch:
    """Recompute the stale hours of up to `limit` meters."""
    with connection.transaction():
        claimed = consumption.claim(connection, limit)
        stale = consumption.take_stale_hours(connection, [meter.id for meter in claimed])
        # a meter whose worker committed between our looking and our locking has no marks left
        meters = [meter for meter in claimed if meter.id in stale]
        if not meters:
            return Batch([], {}, [])
        ids = [meter.id for meter in meters]
        installed = _installed(connection, ids)
        work = [(meter, span) for meter in meters for span in stale_spans(stale[meter.id])]
        changed = _rewrite_hours(connection, *_recomputed(connection, work, installed), now)
        _rewrite_calendar(connection, _by_zone(meters, changed), now)
        consumption.touch(connection, ids, now)
    return Batch(meters, changed, [meter for meter in meters if meter.id not in installed])


def _installed(connection: Connection, meters: Sequence[int]) -> Mapping[int, list[InstalledMeter]]:
    installed: dict[int, list[InstalledMeter]] = defaultdict(list)
    for row in consumption.installations(connection, meters):
        installed[row.meter_id].append(row)
    return dict(installed)


def _recomputed(
    connection: Connection,
    work: Sequence[tuple[MeterRegister, Span]],
    installed: Mapping[int, Sequence[InstalledMeter]],
) -> tuple[Account, list[tuple[int, Span]]]:
    """Read around stale spans, as far as need be; return hours and the spans they rewrite."""
    accounts: list[Account] = []
    done: list[tuple[int, Span]] = []
    context = _CONTEXT
    while work:
        asked = [(meter, _instant(span.start), _instant(span.end)) for meter, span in work]
        loaded = consumption.readings_around(connection, asked, context)
        arrays = installations(
            [
                (k, meter.interval, row)
                for k, (meter, _) in enumerate(work)
                for row in installed.get(meter.id, ())
            ]
        )
        account, spans = recompute([span for _, span in work], loaded, arrays, context)
        accounts.append(renumbered(account, np.array([meter.id for meter, _ in work])))
        done += [(meter.id, span) for (meter, _), span in zip(work, spans, strict=True) if span is not None]
        work = [part for part, span in zip(work, spans, strict=True) if span is None]
        context *= _WIDEN
    return merged(accounts), done


def _rewrite_hours(
    connection: Connection, account: Account, spans: Sequence[tuple[int, Span]], now: datetime
) -> dict[int, Instants]:
    hours, aside, flagged = account.hours, account.aside, account.flagged
    meters = np.array([meter for meter, _ in spans], dtype=np.int64)
    borders = np.array([(span.start, span.end) for _, span in spans], dtype=np.int64).reshape(-1, 2)
    starts, ends = np.ascontiguousarray(borders.T).view("datetime64[us]")
    coverage = hours.coverage.astype(np.float32)
    consumption.fill(connection, Scratch.SPAN, [meters, starts, ends])
    consumption.fill(
        connection,
        Scratch.HOUR,
        [hours.meter, hours.hour, hours.amount, hours.estimated, coverage, hours.reasons],
    )
    consumption.fill(connection, Scratch.ASIDE, [aside.meter, aside.at, aside.value, aside.reason])
    consumption.fill(connection, Scratch.FLAGGED, [flagged.meter, flagged.at, flagged.value, flagged.reason])
    consumption.rewrite_exceptions(connection, ASIDE_REASONS, FLAG_REASONS, now)
    return consumption.rewrite_hours(connection, _REASON_TEXTS, now)


def _rewrite_calendar(connection: Connection, zoned: _Zoned, now: datetime) -> None:
    """Bring the days and months of changed hours up to date, a zone at a time: its days begin together."""
    for zone, meters in zoned:
        spans = [(meter, span.start, span.end) for meter, span in meters.items()]
        days = daily(consumption.hours_within(connection, spans), zone)
        _fill(connection, Scratch.DAY_SPAN, [(meter, *span.days) for meter, span in meters.items()])
        _fill_amounts(connection, Scratch.DAY, days)
    consumption.rewrite_days(connection, now)
    for zone, meters in zoned:
        spans = [(meter, *span.months) for meter, span in meters.items()]
        months = monthly(consumption.days_within(connection, spans), zone)
        _fill(connection, Scratch.MONTH_SPAN, spans)
        _fill_amounts(connection, Scratch.MONTH, months)
    consumption.rewrite_months(connection, now)


def _by_zone(meters: Sequence[MeterRegister], changed: Mapping[int, Instants]) -> _Zoned:
    of_changed = sorted((meter.zone, meter.id) for meter in meters if meter.id in changed)
    return [
        (ZoneInfo(name), {meter: touched(changed[meter], ZoneInfo(name)) for _, meter in group})
        for name, group in groupby(of_changed, key=lambda pair: pair[0])
    ]


def _fill(connection: Connection, scratch: Scratch, spans: Sequence[tuple[int, date, date]]) -> None:
    meters, starts, ends = zip(*spans, strict=True)
    columns = [np.array(meters), np.array(starts, "datetime64[D]"), np.array(ends, "datetime64[D]")]
    consumption.fill(connection, scratch, columns)


def _fill_amounts(connection: Connection, scratch: Scratch, of: Amounts) -> None:
    coverage = of.coverage.astype(np.float32)
    consumption.fill(connection, scratch, [of.meter, of.start, of.amount, of.estimated, coverage])


def _instant(micros: int) -> datetime:
    return datetime.fromtimestamp(micros // 1_000_000, UTC)
