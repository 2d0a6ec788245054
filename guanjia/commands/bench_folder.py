"""The temporary folder of a measurement: nothing of it stays, and no server goes on, however it ends."""

import signal
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn


@contextmanager
def bench_folder() -> Generator[Path]:
    """Make the folder; SIGTERM and SIGHUP end the measurement as Ctrl-C does, so that its servers end too.

    A signal that whoever started it has it ignore, as nohup does, stays ignored.
    """
    heard = [each for each in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(each) is not signal.SIG_IGN]
    before = {number: signal.signal(number, _leave) for number in heard}
    try:
        with tempfile.TemporaryDirectory(prefix="guanjia-bench-") as folder:
            yield Path(folder)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    # 128 and the number: what a shell says of who ended on a signal
    sys.exit(128 + number)
