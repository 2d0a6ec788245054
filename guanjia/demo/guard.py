"""The last to leave: ends the demo's processes when the demo itself was killed.

It reads process ids from stdin, a line each; when stdin closes, however its parent ended, it ends the process
groups that are still there. Ids of processes that ended in order are taken back with a leading `-`.
"""

import os
import signal
import sys
import time
from contextlib import suppress

_PATIENCE_SECONDS = 10.0


def main() -> None:
    """Read until stdin closes, then end what is left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    left: list[int] = []
    for line in sys.stdin:
        pid = int(line)
        if pid > 0:
            left.append(pid)
        elif -pid in left:
            left.remove(-pid)
    end(left)


def end(pids: list[int]) -> None:
    """End process groups in the order given; kill those that do not end in time."""
    # SIGINT is what PostgreSQL calls a fast shutdown, and what every process of ours ends on
    for pid in pids:
        _signal(pid, signal.SIGINT)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while any(_lives(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid in pids:
        if _lives(pid):
            _signal(pid, signal.SIGKILL)


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _lives(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
