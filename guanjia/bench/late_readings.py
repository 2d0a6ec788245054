"""Readings that come late, one at a time: how long until their hours, days and months are right again."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import psycopg

from analytics.worker.hours import compute_batch
from guanjia.bench.hours_stack import APPLICATION, settle
from guanjia.bench.registers import Registers
from models.errors import GuanjiaError
from storage import consumption, telemetry
from storage.copying import microseconds
from storage.database import connect, query
from storage.telemetry import Arrival, Batch

_TIMES = 40
_METERS_A_BATCH = 50


def late_readings(url: str, registers: Registers, randomness: np.random.Generator) -> list[float]:
    """Store readings that gaps lost; return the seconds from the commit of each to that of all above it.

    The worker's wait between two looks is not in it.
    """
    seconds: list[float] = []
    with (
        connect(url, application=APPLICATION) as ingest,
        connect(url, application=APPLICATION) as worker,
    ):
        settle(ingest)
        telemetry.prepare(ingest)
        consumption.prepare(worker)
        found = ingest.execute(query("bench_list_registers")).fetchall()
        ingest.commit()
        for slot, meter in _lost(registers, randomness):
            at = registers.instants(slot, slot + 1)[0, meter].item().replace(tzinfo=UTC)
            value = _between(registers, slot, meter)
            seconds += _computed(ingest, worker, found[meter], at, value)
    if not seconds:
        raise GuanjiaError("no late reading of the bench changed an hour: give it more --days or --meters")
    return seconds


def _lost(registers: Registers, randomness: np.random.Generator) -> list[tuple[int, int]]:
    """Return slots and meters of some readings that gaps lost."""
    lost = np.argwhere(np.isnan(registers.value))
    some = randomness.choice(len(lost), min(_TIMES, len(lost)), replace=False)
    return [(int(slot), int(meter)) for slot, meter in lost[some]]


def _between(registers: Registers, slot: int, meter: int) -> float:
    """Return what the register would have shown."""
    shown = registers.value[:, meter]
    read = np.flatnonzero(~np.isnan(shown))
    return float(np.interp(slot, read, shown[read]))


def _computed(
    ingest: psycopg.Connection,
    worker: psycopg.Connection,
    register: Sequence[int],
    at: datetime,
    value: float,
) -> list[float]:
    """Return the seconds; nothing where no hour changed, as when a glitch stands beside the gap."""
    device, quantity = register
    batch = Batch(at, [Arrival("", b"")], [at])
    batch.add_readings(device, [(quantity, microseconds(at), value)])
    telemetry.store(ingest, batch)
    begun = time.monotonic()
    changed = compute_batch(worker, _METERS_A_BATCH, at).hours
    return [time.monotonic() - begun] if changed else []
