"""A process of a bench that waits for the word: started, told what to do, let go, asked how long it took."""

import json
import subprocess
import sys
from typing import Self

from models.errors import GuanjiaError


class Part:
    """`python -m MODULE`, told by one line; `ready` came before the constructor returns."""

    def __init__(self, module: str, request: str) -> None:
        self._module = module
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._write(request)
        self._read("ready")

    def go(self) -> None:
        """Let it begin."""
        self._write("\n")

    def seconds(self) -> float:
        """Wait until it is through and return the seconds it measured."""
        return float(self.told()["seconds"])

    def told(self) -> dict[str, float]:
        """Wait for the next figures it prints, and return them."""
        return json.loads(self._read("{"))

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it if it has not ended, and wait."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _write(self, line: str) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(line)
            self._process.stdin.flush()

    def _read(self, beginning: str) -> str:
        line = self._process.stdout.readline() if self._process.stdout is not None else ""
        if not line.startswith(beginning):
            raise GuanjiaError(f"{self._module} said {line!r} where {beginning!r} was expected")
        return line
