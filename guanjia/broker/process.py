"""A mosquitto process: started in its folder, watched until it answers, ended in bounded time."""

import fcntl
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from guanjia.broker.program import Program
from models.errors import UnreachableError

CONFIG = Path(__file__).parents[2] / "config" / "mosquitto" / "mosquitto.conf"

_START_SECONDS = 30.0
# it writes its whole store before it leaves; killed earlier it would lose what came since the last save
_STOP_SECONDS = 30.0
_LOOK_AGAIN_SECONDS = 0.02


@dataclass(slots=True)
class BrokerProcess:
    """One mosquitto that works in `run` and answers on `port` of loopback."""

    program: Program
    run: Path
    port: int
    config: Path = CONFIG
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _lock: IO[str] | None = field(default=None, init=False)

    @property
    def log(self) -> Path:
        """What the broker says, of all its starts."""
        return self.run / "broker.log"

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start it and return when it accepts connections.

        Raises
        ------
        UnreachableError
            With the last lines of its log, when it ends instead or stays silent.
        """
        self._take_lock()
        end_predecessor(self.run)
        self._process = self._spawn()
        _pid_file(self.run).write_text(f"{self._process.pid}\n", encoding="ascii")
        try:
            self._wait_until_it_answers(self._process)
        except BaseException:
            self.stop()
            raise

    def _take_lock(self) -> None:
        """Keep a second one of us out: two brokers in one folder would spoil the store."""
        if self._lock is not None:
            return
        lock = (self.run / "broker.lock").open("w", encoding="ascii")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise UnreachableError(
                f"another guanjia runs a broker in {self.run}: stop it, or use another folder"
            ) from error
        self._lock = lock

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - the program we found, our own arguments
                [str(self.program.path), "-c", str(self.config.resolve())],
                cwd=self.run,
                env=self.program.environment(os.environ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C is for us: we end the broker after those that still talk to it
                start_new_session=True,
            )

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise UnreachableError(f"mosquitto ended at once: {self._last_words()}")
            if answers(self.port):
                return
            time.sleep(_LOOK_AGAIN_SECONDS)
        raise UnreachableError(f"mosquitto does not answer on port {self.port}: {self._last_words()}")

    def _last_words(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return f"{' / '.join(lines[-3:])} (all of it in {self.log})"

    def stop(self) -> None:
        """End it: it saves its store first; killed only when that takes too long."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _pid_file(self.run).unlink(missing_ok=True)
        self._release_lock()

    def kill9(self) -> None:
        """End it as a power cut does: nothing is saved."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
        self._release_lock()

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def reload(self) -> None:
        """Make it read the password and ACL files again."""
        self._signal(signal.SIGHUP)

    def save(self) -> None:
        """Make it write its store now, as it does by itself every `autosave_interval`."""
        self._signal(signal.SIGUSR1)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is None:
            raise UnreachableError("the broker is not running: start it first")
        self._process.send_signal(number)


def answers(port: int) -> bool:
    """Tell whether something accepts connections on this port of loopback."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def end_predecessor(run: Path) -> None:
    """End the broker that a predecessor of ours, killed itself, left running in this folder."""
    try:
        pid = int(_pid_file(run).read_text(encoding="ascii"))
        is_ours = Path(f"/proc/{pid}/cwd").readlink() == run.resolve()
    except (OSError, ValueError):
        return
    if is_ours:
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(_LOOK_AGAIN_SECONDS)


def _pid_file(run: Path) -> Path:
    return run / "broker.pid"
