"""How near the ingest worker comes to what broker, paho and database can give, all found in the same run."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from guanjia.bench.ingest_stack import (
    DEVICES,
    LOADER,
    BenchStack,
    RunningWorker,
    bench_stack,
    forget_sessions,
    running_workers,
)
from guanjia.bench.load import Load
from guanjia.bench.load import request as load_request
from guanjia.bench.parts import Part
from guanjia.bench.report import Aim, Report, busy_seconds
from guanjia.bench.sink import Sink
from guanjia.bench.sink import request as sink_request
from guanjia.broker.access import Service
from models.errors import GuanjiaError
from storage import telemetry
from storage.copying import microseconds
from storage.database import connect, query
from storage.telemetry import Arrival, Batch

_LOOK_SECONDS = 0.05
_COPY_ROWS = 40_000
_ARRAY = 100


@dataclass(frozen=True, slots=True)
class Size:
    """How much is sent: `messages` single reports, and a tenth of their readings again in arrays."""

    messages: int
    rounds: int

    @property
    def arrays(self) -> int:
        """Messages of a hundred reports each."""
        return max(self.messages * 4 // _ARRAY, 100)


class Loads:
    """Hands out loads whose readings no earlier load has sent."""

    def __init__(self, stack: BenchStack, now: datetime) -> None:
        self._stack = stack
        self._begin = now.replace(microsecond=0) - timedelta(days=900)

    def next(self, messages: int, reports: int, *, trackers: bool = False) -> Load:
        """Return a load that begins where the last one ended."""
        begin = self._begin
        turns = -(-messages // DEVICES)
        self._begin += timedelta(seconds=15 * turns * reports)
        return Load(
            host="127.0.0.1",
            port=self._stack.broker.port,
            user=LOADER,
            password=self._stack.password(LOADER),
            messages=messages,
            reports=reports,
            devices=DEVICES,
            begin=begin.astimezone(UTC).isoformat(),
            trackers=trackers,
        )


def bench_ingest(folder: Path, size: Size, say: Callable[[str], None]) -> Report:
    """Run every measurement and set the aims against the ceilings of this run."""
    with bench_stack(folder) as stack:
        loads = Loads(stack, datetime.now(UTC))
        figures: dict[str, float] = {}
        samples: dict[str, list[float]] = {}
        for turn in range(size.rounds):
            say(f"round {turn + 1} of {size.rounds}")
            # a round measures ceilings and worker next to each other: what else this machine does moves both
            for name, value in _round(stack, loads, size).items():
                samples.setdefault(name, []).append(value)
        figures |= {name: statistics.median(values) for name, values in samples.items()}
        say("backlog: one worker, then two")
        one, two = (_backlog(stack, loads, size, workers) for workers in (1, 2))
        figures |= {
            "backlog_1_worker_msg_s": one[0],
            "backlog_1_worker_busy_cores": one[1],
            "backlog_2_workers_msg_s": two[0],
            "backlog_2_workers_busy_cores": two[1],
        }
    return Report(_aims(figures), figures)


def _round(stack: BenchStack, loads: Loads, size: Size) -> dict[str, float]:
    figures = {
        "broker_ceiling_msg_s": _received(stack, loads.next(size.messages, 1), "raw"),
        "paho_ceiling_msg_s": _received(stack, loads.next(size.messages, 1), "paho"),
        "paho_own_loop_msg_s": _received(stack, loads.next(size.messages, 1), "loop"),
        "paho_trackers_ceiling_msg_s": _received(stack, loads.next(size.messages, 1, trackers=True), "paho"),
        "staging_copy_ceiling_rows_s": _staging_rows(stack, loads, size.messages),
    }
    trackers, trackers_peak = _end_to_end(stack, loads.next(size.messages, 1, trackers=True))
    single, peak = _end_to_end(stack, loads.next(size.messages, 1))
    arrays, array_peak = _end_to_end(stack, loads.next(size.arrays, _ARRAY))
    return figures | {
        "worker_msg_s": single,
        "worker_readings_s": single * 2,
        "worker_arrays_readings_s": arrays * 2 * _ARRAY,
        "worker_trackers_msg_s": trackers,
        "worker_peak_mb": max(peak, array_peak, trackers_peak),
    }


def _aims(figures: dict[str, float]) -> list[Aim]:
    worker, trackers = figures["worker_msg_s"], figures["worker_trackers_msg_s"]
    arrays = figures["worker_arrays_readings_s"] / figures["staging_copy_ceiling_rows_s"]
    backlog = figures["backlog_2_workers_msg_s"] / figures["backlog_1_worker_msg_s"]
    return [
        Aim("worker / paho's bare receive", worker / figures["paho_ceiling_msg_s"], "ratio", 0.8),
        Aim(
            "trackers: worker / paho's bare receive",
            trackers / figures["paho_trackers_ceiling_msg_s"],
            "ratio",
            0.8,
        ),
        Aim("worker, one report a message", worker, "msg/s", 16_000),
        Aim("worker, two values a report", worker * 2, "readings/s", 32_000),
        Aim("arrays of 100 / staging COPY", arrays, "ratio", 0.7),
        Aim("worker's memory", figures["worker_peak_mb"], "MB", 250, at_most=True),
        Aim("2 workers / 1, draining a backlog", backlog, "ratio", 1.3),
    ]


def _received(stack: BenchStack, load: Load, kind: str) -> float:
    user = Service.INGEST.value
    sink = Sink(kind, load.host, load.port, user, stack.password(user), load.messages)
    with (
        Part("guanjia.bench.load", load_request(load)) as source,
        Part("guanjia.bench.sink", sink_request(sink)) as receiver,
    ):
        source.go()
        return load.messages / receiver.seconds()


def _staging_rows(stack: BenchStack, loads: Loads, rows: int) -> float:
    """Rows a second of packed binary COPY into staging and INSERT ... ON CONFLICT, alone on the machine."""
    begin = datetime.fromisoformat(loads.next(rows, 1).begin)
    batches = [_copy_batch(begin, first) for first in range(0, rows, _COPY_ROWS)]
    with connect(stack.database_url, application="guanjia-bench") as connection:
        telemetry.prepare(connection)
        begun = time.monotonic()
        for batch in batches:
            _copy(connection, batch)
        return len(batches) * _COPY_ROWS / (time.monotonic() - begun)


def _copy_batch(begin: datetime, first: int) -> Batch:
    batch = Batch(begin, [Arrival("", b"")])
    for number in range(first, first + _COPY_ROWS):
        turn, device = divmod(number, DEVICES)
        at = microseconds(begin + timedelta(seconds=15 * turn))
        batch.add_readings(device + 1, [(1, at, 1000.0 + turn)])
    return batch


def _copy(connection: psycopg.Connection, batch: Batch) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        with cursor.copy("COPY staging_reading FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(batch.reading_copy)
        cursor.execute(query("ingest/store_readings"), {"received_at": batch.received_at})


def _end_to_end(stack: BenchStack, load: Load) -> tuple[float, float]:
    """Messages a second from publication to commit, and the worker's peak memory in MB."""
    before = stack.stored()
    with running_workers(stack, range(1)) as workers:
        with Part("guanjia.bench.load", load_request(load)) as source:
            begun = time.monotonic()
            source.go()
            _await(workers, load.messages)
            seconds = time.monotonic() - begun
        peak = workers[0].peak_mb
    forget_sessions(stack, range(1))
    _check(stack, before, load)
    return load.messages / seconds, peak


def _backlog(stack: BenchStack, loads: Loads, size: Size, workers: int) -> tuple[float, float]:
    """Messages a second while a backlog is drained with the publisher gone, and the cores that took."""
    load, before = loads.next(size.messages, 1), stack.stored()
    with running_workers(stack, range(workers)):
        # they leave sessions behind, in which the broker queues what comes now
        pass
    with Part("guanjia.bench.load", load_request(load)) as source:
        source.go()
        source.seconds()
    with running_workers(stack, range(workers)) as running:
        begun, busy, first = time.monotonic(), busy_seconds(), _messages(running)
        _await(running, load.messages)
        seconds = time.monotonic() - begun
        rate, cores = (load.messages - first) / seconds, (busy_seconds() - busy) / seconds
    forget_sessions(stack, range(workers))
    _check(stack, before, load)
    return rate, cores


def _messages(workers: list[RunningWorker]) -> int:
    return sum(worker.counters().messages for worker in workers)


def _await(workers: list[RunningWorker], messages: int) -> None:
    while _messages(workers) < messages:
        time.sleep(_LOOK_SECONDS)


def _check(stack: BenchStack, before: int, load: Load) -> None:
    """Raise GuanjiaError unless all was stored: a fast worker that loses readings is no worker."""
    rows = 3 if load.trackers else 2
    new, sent = stack.stored() - before, load.messages * load.reports * rows
    if new != sent:
        raise GuanjiaError(f"the bench published {sent} readings and positions, and {new} were stored")
