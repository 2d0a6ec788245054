"""`guanjia web` as a process of a bench, with accounts that may log in to it, and what it takes."""

import os
import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from psycopg.conninfo import make_conninfo

from guanjia.bench.hours_stack import APPLICATION
from guanjia.bench.proc_status import memory_mb, peak_mb
from models.accounts import Kind
from models.errors import GuanjiaError
from models.identity import Right
from storage import accounts
from storage.access import ensure_role
from storage.accounts import NewAccount
from storage.database import connect
from storage.logins import make_logins
from storage.passwords import random_password

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_STOP_SECONDS = 30.0


def make_accounts(url: str, institutions: Sequence[str | None]) -> Mapping[str, str]:
    """Make a viewer of each institution, None: of every one; return passwords by name, in that order."""
    made: dict[str, str] = {}
    with connect(url, application=APPLICATION) as connection:
        for institution in institutions:
            name, password = institution or "everything", random_password()
            account = accounts.add(
                connection, NewAccount(name, name, Kind.VIEWER, institution),
                password=password, must_change=False, author="bench", at=datetime.now(UTC),
            )  # fmt: skip
            ensure_role(connection, institution, places=account.identity.may(Right.PLACES))
            made[name] = password
    return made


@dataclass(frozen=True, slots=True)
class RunningConsole:
    """The process, and its address without a slash at the end."""

    url: str
    pid: int

    @property
    def memory_mb(self) -> float:
        """What is resident of it now [MB]."""
        return memory_mb(self.pid)

    @property
    def peak_mb(self) -> float:
        """The most that was [MB]."""
        return peak_mb(self.pid)


@contextmanager
def running_console(url: str, folder: Path) -> Generator[RunningConsole]:
    """Run `guanjia web` on a free port over the owner's `url`, by the login of guanjia_console."""
    with connect(url, application=APPLICATION) as connection:
        login = make_logins(connection, folder / "logins")["guanjia_console"]
    work = folder / "console"
    work.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
    environment = kept | {
        "GUANJIA_DATABASE_URL": make_conninfo(url, user=login.user, password=login.password)
    }
    # run where it is, a source tree is found as this process found it
    environment.setdefault("PYTHONPATH", os.pathsep.join(path for path in sys.path if path))
    with (
        (work / "stderr").open("wb") as said,
        subprocess.Popen(
            [sys.executable, "-m", "guanjia", "web", "--port", "0"],
            cwd=work, env=environment, stdout=subprocess.PIPE, stderr=said, text=True,
        ) as process,
    ):  # fmt: skip
        try:
            line = process.stdout.readline().strip() if process.stdout is not None else ""
            if not line:
                raise GuanjiaError(
                    f"`guanjia web` did not start: {(work / 'stderr').read_text('utf-8').strip()}"
                )
            yield RunningConsole(line.removesuffix("/"), process.pid)
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def busy_seconds_of(pid: int) -> float:
    """Return the seconds of cores that a process took so far, with those it started, ended ones too [s]."""
    ticks, parents = 0, {each: stat for each in _pids() if (stat := _stat(each))}
    family = {pid}
    while more := {each for each, stat in parents.items() if int(stat[1]) in family} - family:
        family |= more
    for each in family & parents.keys():
        # user and system, its own and of children that it has seen the end of
        ticks += sum(int(field) for field in parents[each][11:15])
    return ticks / _TICKS_A_SECOND


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """Return a process's stat from its state on; nothing of one that ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return []
