"""`guanjia analytics` as a process of a bench: its seconds, and the most memory it and its server hold."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from guanjia.bench.proc_status import peak_mb, status
from models.errors import GuanjiaError
from storage.database import connect

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
            peak = _higher(peak, process.pid, connection.info.backend_pid)
            time.sleep(_LOOK_SECONDS)
        seconds = time.monotonic() - begun
    if process.returncode:
        raise GuanjiaError(
            f"`guanjia analytics --once` ended with {process.returncode}; its errors are above"
        )
    return seconds, peak


def _higher(peak: Peak, worker: int, observer: int) -> Peak:
    server = [peak_mb(pid) for pid in _siblings(observer)]
    return Peak(max(peak.worker_mb, peak_mb(worker)), max(peak.server_mb, *server, 0.0))


def _siblings(backend: int) -> list[int]:
    """Return the other processes of the server that `backend` is one of."""
    postmaster = status(backend, "PPid")
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if pid != backend and status(pid, "PPid") == postmaster]
