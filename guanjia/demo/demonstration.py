"""One demo from start to end: the stack, the processes, the simulated past, then the present."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

import orjson

from guanjia.demo.figures import (
    Counters,
    Summary,
    answers,
    count_mails,
    read_contents,
    read_counters,
    summarise,
)
from guanjia.demo.folder import DemoFolder
from guanjia.demo.processes import Processes
from guanjia.demo.stack import Stack
from guanjia.loopback import LOOPBACK
from ingest.worker import Flag
from models.errors import GuanjiaError, UnreachableError
from storage.rejections import account

CONFIG = Path(str(files("config")))
_START_SECONDS = 120.0
_SETTLE_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class Course:
    """What is shown: the scenario, how much of its past, and on which port the console answers."""

    scenario: str
    begin: datetime
    web_port: int


class Demonstration:
    """Starts everything; `say` is called with a sentence for each step worth knowing."""

    def __init__(self, folder: DemoFolder, course: Course, say: Callable[[str], None]) -> None:
        self._folder = folder
        self._course = course
        self._say = say
        self._stack = Stack(folder)
        self._processes = Processes(folder.logs)
        self._begun = time.monotonic()
        self.url = f"http://{LOOPBACK}:{course.web_port}"

    def start(self) -> None:
        """Bring everything up; return when the console answers."""
        self._stack.start_database(self._processes)
        self._say("database ready")
        sites = self._write_sites()
        # those that may be replayed have credentials from the beginning; `guanjia replay` registers them
        guests = sorted((CONFIG / "replay" / "sites").glob("*.yaml"))
        self._stack.start_broker(self._processes, [*sites, *guests])
        standards = [*(CONFIG / "factors").glob("*.yaml"), *(CONFIG / "quotas").glob("*.yaml")]
        self._stack.apply_registry([*sites, *sorted(standards)])
        self._stack.publish_environment()
        self._say("broker ready, registry loaded")
        self._start_services()
        self._await("the ingest worker", lambda: self.counters() is not None)
        self._start_simulator()
        self._await("the console", lambda: answers(f"{self.url}/health"))
        self._say(f"console ready after {time.monotonic() - self._begun:.0f} s")

    def run(self, stop: Flag, until: timedelta | None, show: Callable[[Counters, int], None]) -> None:
        """Watch until `stop`, or for `until`; raise GuanjiaError when a process ends by itself."""
        begun = time.monotonic()
        while not stop.is_set() and (until is None or time.monotonic() - begun < until.total_seconds()):
            self._processes.check()
            show(self.counters() or Counters(), count_mails(self._folder.mail))
            time.sleep(0.5)

    def settle(self) -> Summary:
        """End the simulator, let the pipeline finish what it has, and return what it came to."""
        self._say("ending the simulator, letting the pipeline finish")
        self._processes.stop("simulate")
        published = int(orjson.loads(self._folder.simulation_summary.read_bytes())["published"])
        with self._stack.connect() as connection:
            self._await("every reading", lambda: account(connection).accounted >= published)
            counters = self.counters() or Counters()
            for name, role in (("analytics", "guanjia_analytics"), ("alerts", "guanjia_alerts")):
                self._processes.stop(name)
                self._once(name, role)
            summary = summarise(
                published,
                account(connection),
                counters,
                read_contents(connection),
                count_mails(self._folder.mail),
            )
        return replace(summary, seconds=round(time.monotonic() - self._begun, 1))

    def close(self) -> None:
        """Leave nothing running."""
        try:
            with suppress(GuanjiaError):
                self._processes.check()
        finally:
            self._processes.close_services()
            self._stack.stop(self._processes)
            self._processes.close()

    def counters(self) -> Counters | None:
        """Return what the ingest worker has counted; None while it does not answer."""
        return read_counters(self._stack.metrics_port)

    def _write_sites(self) -> list[Path]:
        """Have the simulator write its site files: those of config/ with the swaps of the scenario."""
        self._call([*self._simulate(), "--sites-only"], {})
        return sorted((self._folder.simulated / "sites").glob("*.yaml"))

    def _start_services(self) -> None:
        environment, start = self._stack.environment, self._processes.start
        mail = ["--folder", str(self._folder.mail), "--port", str(self._stack.mail_port)]
        start("mailcatcher", ["mailcatcher", *mail], {})
        metrics = {"GUANJIA_METRICS_PORT": str(self._stack.metrics_port)}
        start("ingest", ["ingest"], environment("guanjia_ingest") | metrics)
        start("analytics", ["analytics"], environment("guanjia_analytics"))
        start("alerts", ["alerts", "run"], environment("guanjia_alerts") | self._links)
        web = ["web", "--port", str(self._course.web_port)]
        start("web", web, environment("guanjia_console") | self._links)

    @property
    def _links(self) -> dict[str, str]:
        """What links in mails are made of and answered with."""
        secret = str(self._folder.link_secret.resolve())
        return {"GUANJIA_WEB_URL": self.url, "GUANJIA_LINK_SECRET_FILE": secret}

    def _start_simulator(self) -> None:
        arguments = [*self._simulate(), "--live", "--summary", str(self._folder.simulation_summary)]
        self._processes.start("simulate", arguments, self._stack.environment("guanjia_reader"))

    def _simulate(self) -> Sequence[str]:
        begin = self._course.begin.isoformat()
        return ["simulate", self._course.scenario, "--from", begin, "--out", str(self._folder.simulated)]

    def _once(self, name: str, role: str) -> None:
        arguments = ["alerts", "run", "--once"] if name == "alerts" else [name, "--once"]
        self._call(arguments, self._stack.environment(role) | self._links)

    def _call(self, arguments: Sequence[str], environment: dict[str, str]) -> None:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "guanjia", *arguments],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise GuanjiaError(f"`guanjia {' '.join(arguments)}` failed:\n{done.stderr.strip()}")

    def _await(self, what: str, holds: Callable[[], bool]) -> None:
        patience = _SETTLE_SECONDS if what == "every reading" else _START_SECONDS
        deadline = time.monotonic() + patience
        while not holds():
            self._processes.check()
            if time.monotonic() > deadline:
                raise UnreachableError(
                    f"{what} did not come within {patience:.0f} s; see {self._folder.logs}"
                )
            time.sleep(0.1)
