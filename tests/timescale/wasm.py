"""A real TimescaleDB without Docker: PostgreSQL in WebAssembly, served by Node.js (server.mjs)."""

import re
import select
import shutil
import subprocess
from pathlib import Path
from typing import Self

from models.errors import ComponentMissingError, UnreachableError

FOLDER = Path(__file__).parent
_START_SECONDS = 60
_STOP_SECONDS = 10
_OLDEST_NODE = 18


class WasmTimescale:
    """One server with one database in memory; it serves one connection after the other.

    Every login is the superuser, and COPY FROM STDIN ends the connection.
    """

    def __init__(self) -> None:
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start, and wait until it listens."""
        command = [_node(), str(FOLDER / "server.mjs")]
        # the server ends when its stdin does: it cannot outlive the tests
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.port = self._announced_port(self._process)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._stop()

    @property
    def url(self) -> str:
        """A connection string; it has no TLS, and any name and password will do."""
        return f"postgresql://postgres:any@127.0.0.1:{self.port}/template1?sslmode=disable"

    def _announced_port(self, process: subprocess.Popen[bytes]) -> int:
        if process.stdout is None:
            raise UnreachableError("the TimescaleDB server was started without a pipe")
        ready, _, _ = select.select([process.stdout], [], [], _START_SECONDS)
        line = process.stdout.readline() if ready else b""
        if not line.strip().isdigit():
            raise UnreachableError(f"TimescaleDB did not start: {self._stop()}")
        return int(line)

    def _stop(self) -> str:
        if self._process is None:
            return ""
        self._process.terminate()
        try:
            _, said = self._process.communicate(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            _, said = self._process.communicate()
        self._process = None
        return said.decode("utf-8", "replace")[-2000:]


def _node() -> str:
    node = shutil.which("node")
    if node is None:
        raise ComponentMissingError("Node.js is not on PATH: run `apt-get install nodejs npm`")
    version = subprocess.run([node, "--version"], capture_output=True, check=True, text=True).stdout
    major = re.match(r"v(\d+)", version)
    if major is None or int(major[1]) < _OLDEST_NODE:
        raise ComponentMissingError(
            f"{node} is {version.strip()}; tests need {_OLDEST_NODE} or newer: run `apt-get install nodejs`"
        )
    if not (FOLDER / "node_modules" / "@unni-craftsman" / "pglite").is_dir():
        raise ComponentMissingError("TimescaleDB is not installed: run `npm ci --prefix tests/timescale`")
    return node
