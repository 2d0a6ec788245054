"""Recompute the hours of claimed registers, and the days and months above them, in one transaction.

Any number of workers may do this at once, because of the order of things in the transaction (READ COMMITTED,
in which each statement sees what was committed before it began):

1. Lock the meter rows, passing over those another worker holds. From here on nobody else computes these
meters.
2. Delete their marks, by a statement that begins after the locks are held. Ingest commits marks and readings
   together, so every reading behind a deleted mark is visible from now on. A mark that is committed later
   stays.
3. Read the readings, by a later statement still: it sees at least what the deleted marks were about.
4. Write hours, days, months, marks on gaps that the changed hours shape and on figures made of them, and
   commit. A crash before that leaves the marks as they were.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np

from analytics.accounts import Account, merged, renumbered
from analytics.known_days import KnownDays
from analytics.registers import Instants, installations
from analytics.windows import Span, recompute, stale_spans
from analytics.worker.figures import mark_figures
from analytics.worker.gaps import mark_later_gaps, with_shapes
from analytics.worker.rewriting import rewrite
from models.calendar import Calendar
from models.registers import InstalledMeter, MeterRegister
from storage import consumption
from storage.consumption import Connection
from storage.register_windows import readings_around

_CONTEXT = 16
_WIDEN = 4


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


def compute_batch(connection: Connection, limit: int, now: datetime, days: KnownDays | None = None) -> Batch:
    """Recompute the stale hours of up to `limit` meters; `days` are those of the notices unless given."""
    with connection.transaction():
        claimed = consumption.claim(connection, limit)
        stale = consumption.take_stale_hours(connection, claimed)
        # a meter whose worker committed between our looking and our locking has no marks left
        meters = [meter for meter in claimed if meter.id in stale]
        if not meters:
            return Batch([], {}, [])
        ids = [meter.id for meter in meters]
        installed = _installed(connection, ids)
        work = [(meter, span) for meter in meters for span in stale_spans(stale[meter.id])]
        account, spans = _recomputed(connection, work, installed)
        account = with_shapes(connection, account, spans, meters, days or KnownDays(Calendar()))
        zones = {meter.id: ZoneInfo(meter.zone) for meter in meters}
        changed = rewrite(connection, account, spans, zones, now)
        mark_later_gaps(connection, changed, spans)
        mark_figures(connection, changed, zones)
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
        loaded = readings_around(connection, asked, context)
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


def _instant(micros: int) -> datetime:
    return datetime.fromtimestamp(micros // 1_000_000, UTC)
