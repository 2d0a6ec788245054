"""`guanjia web` in a process whose imports were done before: they take longer than most tests.

A server of forks imports the command once; each console is forked from it, and goes on as the command line
does.
"""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from typing import TextIO

_STOP_SECONDS = 30
_COMMAND = "guanjia.commands.web"


class Forked:
    """One process; `line` is the first that it writes, "" where it ends before."""

    def __init__(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path
    ) -> None:
        with tempfile.TemporaryDirectory() as place:
            pipe = Path(place) / "stdout"
            os.mkfifo(pipe)
            self._process: ForkServerProcess = _context().Process(
                target=_run, args=(tuple(arguments), folder, dict(environment), pipe, log)
            )
            self._process.start()
            self._stdout: TextIO = pipe.open(encoding="utf-8")
        self.line = self._stdout.readline()

    def stop(self) -> int:
        """End it as a supervisor does and return its exit code."""
        self._process.terminate()
        self._process.join(_STOP_SECONDS)
        self._stdout.close()
        code = self._process.exitcode
        assert code is not None, "it does not end"
        return code


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_COMMAND])
    # NiceGUI makes up its mind about this folder when it is imported
    known = os.environ.get("NICEGUI_STORAGE_PATH")
    os.environ["NICEGUI_STORAGE_PATH"] = str(Path(tempfile.gettempdir()) / f"guanjia-nicegui-{os.getpid()}")
    try:
        ensure_running()
    finally:
        if known is None:
            del os.environ["NICEGUI_STORAGE_PATH"]
        else:
            os.environ["NICEGUI_STORAGE_PATH"] = known
    return context


def _run(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], stdout: Path, stderr: Path
) -> None:
    """Be the command, in the process that was forked."""
    for stream, number, flags in (
        (stdout, 1, os.O_WRONLY),
        (stderr, 2, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        (Path(os.devnull), 0, os.O_RDONLY),
    ):
        opened = os.open(stream, flags, 0o644)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w", 1), os.fdopen(2, "w", 1)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    from guanjia.__main__ import main  # noqa: PLC0415 (what reads the environment, reads this one)

    sys.argv = ["guanjia", "web", *arguments]
    main()
