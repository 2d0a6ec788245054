"""What turning registers into hours costs beside the plainest statement that reads the same readings."""

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from guanjia.bench.analytics_process import Peak, drained
from guanjia.bench.hours_stack import APPLICATION, drop_database, load, make_database, settle
from guanjia.bench.late_readings import late_readings
from guanjia.bench.registers import Extent, Registers, made_up
from guanjia.bench.report import Aim, Report
from models.errors import ConfigError, GuanjiaError
from storage.database import connect, query
from storage.embedded import EmbeddedPostgres

_SEED = 20_251_121
_BYTES_A_READING = 400


@dataclass(frozen=True, slots=True)
class Run:
    """One database computed from scratch."""

    readings: int
    plain_seconds: float
    worker_seconds: float
    peak: Peak

    @property
    def seconds_a_million(self) -> float:
        """Seconds of the worker for a million readings."""
        return self.worker_seconds / self.readings * 1e6

    @property
    def times_plain(self) -> float:
        """How many times as long as the plain statement the worker took."""
        return self.worker_seconds / self.plain_seconds


def bench_hours(folder: Path, extent: Extent, say: Callable[[str], None]) -> Report:
    """Compute a tenth of the meters, three tenths, and all; then late readings of single meters.

    Raises
    ------
    ConfigError
        Where `folder` has too little room for the databases.
    """
    _refuse_a_small_disk(folder, extent)
    runs: dict[int, Run] = {}
    with EmbeddedPostgres(folder / "postgres") as server:
        for meters in sorted({max(1, extent.meters * tenths // 10) for tenths in (1, 3)} - {extent.meters}):
            registers, url = _made(server, replace(extent, meters=meters), folder, say)
            runs[meters] = _run(url, registers, say)
            drop_database(server, _name(registers))
        registers, url = _made(server, extent, folder, say)
        runs[extent.meters] = _run(url, registers, say)
        say("late readings, one at a time")
        late = late_readings(url, registers, np.random.default_rng(_SEED))
        say("every hour again, over what is stored")
        again = _again(url)
    return _report(runs, late, again)


def _made(
    server: EmbeddedPostgres, extent: Extent, folder: Path, say: Callable[[str], None]
) -> tuple[Registers, str]:
    say(f"{extent.meters} meters: making registers")
    registers = made_up(extent, _SEED)
    return registers, make_database(server, _name(registers), registers, folder)


def _name(registers: Registers) -> str:
    return f"hours_{registers.extent.meters}"


def _run(url: str, registers: Registers, say: Callable[[str], None]) -> Run:
    meters = registers.extent.meters
    with connect(url, application=APPLICATION) as connection:
        say(f"{meters} meters: storing about {registers.extent.readings:,} readings in the order of time")
        readings = load(connection, registers)
        say(f"{meters} meters: the plain statement")
        begun = time.monotonic()
        connection.execute(query("bench_plain_hours"))
        connection.commit()
        plain = time.monotonic() - begun
        settle(connection)
    say(f"{meters} meters: guanjia analytics")
    seconds, peak = drained(url)
    _check(url)
    return Run(readings, plain, seconds, peak)


def _check(url: str) -> None:
    """Raise GuanjiaError unless all was computed: hours that are missing cost nothing."""
    with connect(url, application=APPLICATION) as connection:
        row = connection.execute(query("bench_count_results")).fetchone()
    hours, days, plain, marks = row or (0, 0, 0, 0)
    if marks or hours < plain or days * 25 < hours:
        raise GuanjiaError(
            f"the worker of the bench left {marks} marks, and made {hours} hours where the plain statement"
            f" made {plain}, and {days} days"
        )


def _again(url: str) -> float:
    with connect(url, application=APPLICATION) as connection:
        connection.execute(query("bench_mark_all"))
        settle(connection)
    return drained(url)[0]


def _refuse_a_small_disk(folder: Path, extent: Extent) -> None:
    needed, free = extent.readings * _BYTES_A_READING, shutil.disk_usage(folder).free
    if free < needed:
        raise ConfigError(
            f"{folder} has {free / 1e9:.1f} GB free and the bench needs about {needed / 1e9:.1f} GB: give it"
            " another disk with TMPDIR, or fewer --meters or --days"
        )


def _report(runs: dict[int, Run], late: Sequence[float], again: float) -> Report:
    whole = runs[max(runs)]
    figures: dict[str, float] = {}
    for meters, run in sorted(runs.items()):
        figures |= {
            f"{meters}_meters_readings": run.readings,
            f"{meters}_meters_plain_s": run.plain_seconds,
            f"{meters}_meters_worker_s": run.worker_seconds,
            f"{meters}_meters_s_per_million": run.seconds_a_million,
            f"{meters}_meters_times_plain": run.times_plain,
        }
    figures |= {
        "worker_readings_s": whole.readings / whole.worker_seconds,
        "worker_peak_mb": whole.peak.worker_mb,
        "server_peak_mb": whole.peak.server_mb,
        "again_s": again,
        "late_median_ms": float(np.median(late)) * 1000,
        "late_longest_ms": max(late) * 1000,
    }
    growth = whole.seconds_a_million / runs[min(runs)].seconds_a_million
    aims = [
        Aim("worker / plain statement", whole.times_plain, "ratio", 3.0, at_most=True),
        Aim("worker's memory", whole.peak.worker_mb, "MB", 2000, at_most=True),
        Aim("seconds a reading, all meters / a tenth", growth, "ratio", 1.3, at_most=True),
        Aim("late reading, the longest", max(late), "s", 1.0, at_most=True),
    ]
    return Report(aims, figures)
