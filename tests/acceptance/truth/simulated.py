"""A scenario through the real stack: published over MQTT while the workers run, then read back."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pandas as pd

from guanjia.demo.folder import DemoFolder
from guanjia.demo.processes import Processes
from guanjia.demo.stack import Stack
from storage.rejections import account
from tests.conftest import ROOT

_BEGIN = "2026-03-02"
_SECONDS = 600
_CONFIG = ROOT / "config"


@dataclass(frozen=True)
class Event:
    """A row of the truth that is no hour."""

    kind: str
    meter: str
    start: datetime
    end: datetime
    amount: float
    label: str


@dataclass(frozen=True)
class Aside:
    """A step the database set aside."""

    meter: str
    at: datetime
    step: float
    reason: str


@dataclass(frozen=True)
class Simulated:
    """What one run came to.

    `hours` has the columns of the view and `truth`, for every hour that either of the two knows within the
    simulated span.
    """

    scenario: str
    hours: pd.DataFrame
    asides: Sequence[Aside]
    events: Sequence[Event]
    two_way: int
    proof: dict[str, Any]
    proved: int
    seconds: float


def simulated(scenario: str, days: int, root: Path) -> Simulated:
    """Publish so many days of a scenario into a stack of its own, and end the stack."""
    begun = time.monotonic()
    folder = DemoFolder(root)
    stack, processes = Stack(folder), Processes(root)
    arguments = ["simulate", scenario, "--from", _BEGIN, "--days", str(days), "--out", str(folder.simulated)]
    try:
        _start(stack, processes, arguments)
        summary = folder.simulation_summary
        _guanjia([*arguments, "--summary", str(summary)], stack.environment())
        _await_readings(stack, processes, int(orjson.loads(summary.read_bytes())["published"]))
        _guanjia(["analytics", "--once"], stack.environment("guanjia_analytics"))
        proof = _guanjia(["prove", "--json"], stack.environment("guanjia_reader"), may_fail=True)
        truth = pd.read_parquet(folder.simulated / "truth.parquet")
        return Simulated(
            scenario,
            _compared(_hours(stack), truth[truth["kind"] == "hour"]),
            [Aside(*row) for row in _rows(stack, b"SELECT meter, at, step, reason FROM analytics.set_aside")],
            _events(truth[truth["kind"].isin(["swap", "leak"])]),
            len(_rows(stack, b"SELECT meter FROM analytics.installation WHERE two_way")),
            orjson.loads(proof.stdout),
            proof.returncode,
            time.monotonic() - begun,
        )
    finally:
        processes.close_services()
        stack.stop(processes)
        processes.close()


def _start(stack: Stack, processes: Processes, simulate: list[str]) -> None:
    """Bring up database, broker, registry and workers; the registry knows the swaps the scenario records."""
    stack.start_database(processes)
    _guanjia([*simulate, "--sites-only"], {})
    sites = sorted((stack.folder.simulated / "sites").glob("*.yaml"))
    standards = [*(_CONFIG / "factors").glob("*.yaml"), *(_CONFIG / "quotas").glob("*.yaml")]
    stack.start_broker(processes, sites)
    stack.apply_registry([*sites, *sorted(standards)])
    for name in ("ingest", "analytics"):
        processes.start(name, [name], stack.environment(f"guanjia_{name}"))


def _await_readings(stack: Stack, processes: Processes, published: int) -> None:
    deadline = time.monotonic() + _SECONDS
    with stack.connect() as connection:
        connection.autocommit = True
        while account(connection).accounted < published:
            processes.check()
            assert time.monotonic() < deadline, (published, account(connection))
            time.sleep(0.2)


def _guanjia(
    arguments: list[str], settings: dict[str, str], *, may_fail: bool = False
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "guanjia", *arguments],
        env={"PATH": os.environ["PATH"], **settings},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    assert may_fail or done.returncode == 0, done.stdout + done.stderr
    return done


def _hours(stack: Stack) -> pd.DataFrame:
    columns = ["meter", "quantity", "hour", "amount", "estimated", "coverage", "reasons"]
    rows = _rows(
        stack, b"SELECT meter, quantity, hour, amount, estimated, coverage, reasons FROM analytics.hourly"
    )
    return pd.DataFrame(rows, columns=columns)


def _rows(stack: Stack, statement: bytes) -> list[tuple[Any, ...]]:
    with stack.connect() as connection:
        return connection.execute(statement).fetchall()


def _events(truth: pd.DataFrame) -> list[Event]:
    columns = [truth[name].tolist() for name in ("kind", "subject", "start", "end", "amount", "label")]
    return [Event(*row) for row in zip(*columns, strict=True)]


def _compared(hours: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Put the truth beside the hours; what lies before and after what the truth tells of is left out.

    Meters are installed two months before the simulation begins: one long gap, flagged, of which there is no
    truth. The last hour is not over when the simulation ends.
    """
    told = truth.rename(columns={"subject": "meter", "start": "hour", "amount": "truth"})
    told = told[["meter", "quantity", "hour", "truth"]].astype({"meter": "object", "quantity": "object"})
    told["hour"] = told["hour"].dt.as_unit("us")
    hours["hour"] = pd.to_datetime(hours["hour"], utc=True).dt.as_unit("us")
    within = hours[hours["hour"].between(told["hour"].min(), told["hour"].max())]
    return told.merge(within, on=["meter", "quantity", "hour"], how="outer", validate="one_to_one")
