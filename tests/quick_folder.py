"""A folder in memory for databases that nobody misses: on a disk, most of the work of copying one is its."""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - the folder inside has a name nobody knows and lets nobody else in
_ROOM_BYTES = 2_000_000_000


@contextmanager
def quick_folder(otherwise: Path) -> Generator[Path]:
    """Hand out an empty folder in memory and remove it afterwards; `otherwise` where there is no room for it.

    Programs are not run from it: many machines forbid that.
    """
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < _ROOM_BYTES:
        yield otherwise
        return
    with tempfile.TemporaryDirectory(prefix="guanjia-test-", dir=MEMORY) as folder:
        yield Path(folder)
