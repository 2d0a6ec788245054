"""The demo's child processes: started, watched, ended in the reverse order, and guarded against a crash."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from models.errors import GuanjiaError

_PATIENCE_SECONDS = 30.0
_TAIL = 1_500
_INHERITED = (
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE",
    "GUANJIA_MAP_TILES", "GUANJIA_MAP_CREDIT",
)  # fmt: skip


class Processes:
    """The processes of one demo; `names` in the order they were started."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._guard = subprocess.Popen(
            [sys.executable, "-m", "guanjia.demo.guard"],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def guard(self, pid: int) -> None:
        """Have a process ended, also one we did not start here, when this one dies."""
        self._tell(pid)

    def release(self, pid: int) -> None:
        """Take back `guard` for a process that ended in order."""
        self._tell(-pid)

    def start(self, name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start `guanjia ARGUMENTS`; what it says goes to logs/NAME.log."""
        inherited = {key: os.environ[key] for key in _INHERITED if key in os.environ}
        with (self._logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "guanjia", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**inherited, **environment},
            )
        self._running[name] = process
        self.guard(process.pid)

    def stop(self, name: str) -> None:
        """End one in an orderly way and wait; a bad end raises GuanjiaError with the tail of its log."""
        process = self._running.pop(name)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        self._await(process)
        self.release(process.pid)
        if process.returncode not in {0, -signal.SIGTERM}:
            raise GuanjiaError(self._obituary(name, process.returncode))

    def check(self) -> None:
        """Raise GuanjiaError, with the tail of its log, when one has ended by itself."""
        for name, process in self._running.items():
            if process.poll() is not None:
                raise GuanjiaError(self._obituary(name, process.returncode))

    def close_services(self) -> None:
        """End all that still run, the last started first."""
        for process in reversed(self._running.values()):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in reversed(self._running.values()):
            self._await(process)
            self.release(process.pid)
        self._running.clear()

    def close(self) -> None:
        """Send the guard home."""
        if self._guard.stdin is not None:
            self._guard.stdin.close()
        self._guard.wait()

    def _await(self, process: subprocess.Popen[bytes]) -> None:
        try:
            process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _tell(self, pid: int) -> None:
        if self._guard.stdin is not None:
            self._guard.stdin.write(f"{pid}\n")
            self._guard.stdin.flush()

    def _obituary(self, name: str, code: int | None) -> str:
        log = self._logs / f"{name}.log"
        tail = log.read_text("utf-8", "replace")[-_TAIL:].rstrip()
        return f"{name} ended with code {code}; the end of {log} says:\n{tail}"
