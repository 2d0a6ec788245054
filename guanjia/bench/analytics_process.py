"""`guanjia analytics` as a process of a bench: its seconds, and the most memory it and its server hold."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import psycopg

from models.errors import GuanjiaError
from storage.database import connect, query

_APPLICATION = "guanjia-analytics"
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Peak:
    """The most memory held at once by the worker, and by one of the server's processes for it [MB]."""

    worker_mb: float = 0.0
    server_mb: float = 0.0


def drained(url: str) -> tuple[float, Peak]:
    """Run `guanjia analytics --once` and return its seconds, its start included, and the memory it took."""
    environment = {**os.environ, "GUANJIA_DATABASE_URL": url}
    command = [sys.executable, "-m", "guanjia", "analytics", "--once"]
    begun, peak = time.monotonic(), Peak()
    with (
        connect(url, application="guanjia-bench", autocommit=True) as connection,
        TemporaryFile() as said,
        subprocess.Popen(command, env=environment, stdout=said, stderr=said) as process,  # noqa: S603
    ):
        while process.poll() is None:
            peak = _higher(peak, process.pid, connection)
            time.sleep(_LOOK_SECONDS)
        seconds = time.monotonic() - begun
    if process.returncode:
        raise GuanjiaError(
            f"`guanjia analytics --once` ended with {process.returncode}; its errors are above"
        )
    return seconds, peak


def _higher(peak: Peak, worker: int, connection: psycopg.Connection) -> Peak:
    backends = connection.execute(query("bench_list_backends"), {"application": _APPLICATION}).fetchall()
    server = [_peak_mb(int(pid)) for (pid,) in backends]
    return Peak(max(peak.worker_mb, _peak_mb(worker)), max(peak.server_mb, *server, 0.0))


def _peak_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM:")), 0.0)
