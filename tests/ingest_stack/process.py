"""The worker as it runs in earnest: a process of its own, asked over HTTP, ended by its pid."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import orjson
from prometheus_client.parser import text_string_to_metric_families

from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until

ROOT = Path(__file__).parents[2]


class WorkerProcess:
    """`python -m guanjia ingest` on one slot; a killed one is started again with `start`."""

    def __init__(
        self, stack: Stack, slot: int = 0, *, workers: int = 1, settings: Mapping[str, str] | None = None
    ) -> None:
        self._stack = stack
        self._slot = slot
        self._workers = workers
        self._settings = settings or {}
        self._port = _free_port()
        self._log = stack.folder / f"worker-{slot}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        self.await_health()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Start it; the worker adds its slot to the port it is given."""
        metrics = {"GUANJIA_METRICS_PORT": str(self._port - self._slot)}
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                command("ingest", "--slot", str(self._slot), "--workers", str(self._workers)),
                cwd=self._stack.folder,
                env={**environment(self._stack), **metrics, **self._settings},
                stdout=log,
                stderr=log,
            )

    def kill9(self) -> None:
        """End it as a power cut does."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """End it in order and return its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def children(self) -> list[int]:
        """Return the pids of the workers it supervises, once all of them are there."""
        assert self.process is not None
        file = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        wait_until(lambda: len(file.read_text().split()) == self._workers, "all workers have started")
        return [int(pid) for pid in file.read_text().split()]

    def health(self) -> tuple[int, dict[str, str]]:
        """Return the status and the page of /health; status 0 while nobody answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self._port}/health", timeout=5) as answer:
                return answer.status, orjson.loads(answer.read())
        except HTTPError as error:
            with error:
                return error.code, orjson.loads(error.read())
        except (URLError, OSError):
            return 0, {}

    def await_health(self, status: int = 200) -> None:
        """Wait for a status of /health."""
        wait_until(lambda: self.health()[0] == status, f"health {status} of {self._log.read_text()}")

    def metric(self, name: str) -> float:
        """Return the sum of a metric over its labels."""
        with urlopen(f"http://127.0.0.1:{self._port}/metrics", timeout=5) as answer:
            text = answer.read().decode()
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name
        )

    @property
    def log(self) -> str:
        """What it has said."""
        return self._log.read_text("utf-8")


def command(*arguments: str) -> list[str]:
    """Return the command line of `guanjia ARGUMENTS`."""
    return [sys.executable, "-m", "guanjia", *arguments]


def environment(stack: Stack) -> dict[str, str]:
    """Return the environment of a process of this stack and of no other."""
    return stack.environment() | {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}


def guanjia(stack: Stack, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command of guanjia to its end, with some settings changed."""
    return subprocess.run(
        command(*arguments),
        cwd=stack.folder,
        env=environment(stack) | settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
