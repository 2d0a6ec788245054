"""From the commit of a reading to everything that is made of it, with the workers as processes of their own.

Nothing here depends on the speed of the machine: the seconds are printed, `guanjia bench hours` judges them.
"""

import os
import signal
import subprocess
import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import orjson
import psycopg
import pytest

from guanjia.registry_files.reading import read_files
from simulators.messages import Message
from storage.registry import apply
from tests.ingest_stack.process import ROOT, WorkerProcess, command
from tests.ingest_stack.published import message
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until
from tests.integration.ingest.conftest import Send

_ZONE = ZoneInfo("Asia/Shanghai")
_TODAY = datetime.now(_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
_SILENT_SINCE = (_TODAY - timedelta(hours=12)).astimezone(UTC)
_LAST = (_TODAY - timedelta(hours=6)).astimezone(UTC)
_METER = """
meters:
  - code: w1
    name: w1
    device: m0
    quantity: volume_m3
    medium: water
    level: 1
    place: yard
    installations: [{serial: A, valid_from: "2026-01-01T00:00:00Z", modulus: 100000, max_rate_per_hour: 50}]
occupancy:
  - {place: yard, valid_from: 2026-01-01, area_m2: 1000, people: {staff: 10}}
"""
_AMOUNTS = {
    "hour": b"SELECT sum(amount) FROM analytics.hourly WHERE hour >= %(since)s",
    "day": b"SELECT sum(amount) FROM analytics.daily WHERE day >= (%(since)s AT TIME ZONE timezone)::date",
    "month": b"SELECT sum(amount) FROM analytics.monthly"
    b" WHERE month + 31 > (%(since)s AT TIME ZONE timezone)::date",
    "indicator": b"SELECT sum(numerator) FROM analytics.indicator"
    b" WHERE indicator = 'water_per_person' AND period = 'year'",
}
_GAP = (
    b"SELECT count(*), sum(estimated), bool_and(reasons && ARRAY['gap', 'similar_days'])"
    b" FROM analytics.hourly WHERE hour >= %(since)s"
)


@pytest.fixture
def metered(stack: Stack, tmp_path: Path) -> Generator[Stack]:
    """The yard with a meter at its first device and ten people, an ingest and an analytics worker."""
    file = tmp_path / "meter.yaml"
    file.write_text(_METER, "utf-8")
    standards = [*(ROOT / "config" / "factors").glob("*.yaml"), *(ROOT / "config" / "quotas").glob("*.yaml")]
    with stack.connect() as connection:
        apply(connection, read_files((file, *sorted(standards))), dry_run=False)
    with WorkerProcess(stack), _analytics(stack):
        yield stack


@contextmanager
def _analytics(stack: Stack) -> Generator[None]:
    settings = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "GUANJIA_DATABASE_URL": stack.url,
        "GUANJIA_CALENDAR": str(ROOT / "config" / "calendar"),
    }
    with (stack.folder / "analytics.log").open("ab") as log:
        process = subprocess.Popen(
            command("analytics"), cwd=stack.folder, env=settings, stdout=log, stderr=log
        )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _register(at: datetime, value: float) -> Message:
    return message("m0", orjson.dumps({"at": at.isoformat(), "values": {"volume_m3": value}}))


def _amount(connection: psycopg.Connection, what: str) -> float:
    row = connection.execute(_AMOUNTS[what], {"since": _SILENT_SINCE}).fetchone()
    return 0.0 if row is None or row[0] is None else float(row[0])


def test_a_reading_is_in_its_hour_day_month_and_indicator(metered: Stack, send: Send) -> None:
    """Two days of registers every quarter, then nothing for six hours, then one reading: 3 m3 more."""
    first = _SILENT_SINCE - timedelta(days=2)
    quarters = (_SILENT_SINCE - first) // timedelta(minutes=15)
    send(*(_register(first + k * timedelta(minutes=15), 100 + k / 16) for k in range(quarters + 1)))
    with metered.connect() as connection:
        wait_until(lambda: _amount(connection, "indicator") >= quarters / 16, "the figure of two days")
        before = {what: _amount(connection, what) for what in _AMOUNTS}
        assert before["hour"] == 0
        send(_register(_LAST, 100 + quarters / 16 + 3))
        stored = b"SELECT FROM analytics.reading WHERE device = 'm0' AND at = %s"
        wait_until(lambda: connection.execute(stored, [_LAST]).rowcount == 1, "the reading is committed")
        committed = time.monotonic()
        for what in _AMOUNTS:
            more = pytest.approx(before[what] + 3)
            wait_until(lambda what=what, more=more: _amount(connection, what) == more, f"in its {what}")
            click.echo(f"in its {what} {time.monotonic() - committed:.2f} s after its commit")
        (flagged,) = connection.execute(_GAP, {"since": _SILENT_SINCE}).fetchall()
    assert flagged == (6, pytest.approx(3), True)
