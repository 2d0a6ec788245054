"""One demo from start to end: the stack, the processes, the simulated past, then the present."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import psycopg

from guanjia.calendar_files import read_calendar
from guanjia.commands.scenario_files import ScenarioFiles, read_scenario
from guanjia.demo.allowances import approve
from guanjia.demo.costs import enter_receipts, receipts
from guanjia.demo.figures import (
    Counters,
    PastMark,
    Summary,
    answers,
    count_mails,
    is_judged,
    next_mail_in,
    past_mark,
    read_contents,
    read_counters,
    summarise,
)
from guanjia.demo.folder import DemoFolder
from guanjia.demo.orders import enter_orders, planned_orders
from guanjia.demo.processes import Processes
from guanjia.demo.services import write_services
from guanjia.demo.stack import Stack
from guanjia.first_account import NAME as FIRST_ACCOUNT
from guanjia.first_account import make_first_account
from guanjia.loopback import LOOPBACK
from ingest.worker import Flag
from models.errors import GuanjiaError, UnreachableError
from storage import accounts, sessions
from storage.rejections import account

CONFIG = Path(str(files("config")))
_START_SECONDS = 120.0
_SETTLE_SECONDS = 180.0
_ZONE = ZoneInfo("Asia/Shanghai")
"""Of the sites that come with guanjia."""


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
        self._is_judging = False
        self._past: PastMark | None = None
        self.url = f"http://{LOOPBACK}:{course.web_port}"
        self.password = ""

    @cached_property
    def _scenario(self) -> ScenarioFiles:
        return read_scenario(self._course.scenario)

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
        self._approve_allowances()
        self._enter_orders()
        self._enter_costs()
        self._register_services()
        self._make_account()
        self._stack.publish_environment(self._links)
        self._say("broker ready, registry loaded")
        self._start_services()
        self._await("the ingest worker", lambda: self.counters() is not None)
        self._start_simulator()
        self._await("the console", lambda: answers(f"{self.url}/health"))
        self._say(f"console ready after {time.monotonic() - self._begun:.0f} s")

    def run(self, stop: Flag, until: timedelta | None, show: Callable[[Counters, int], None]) -> None:
        """Watch until `stop`, or for `until` and until the past is in.

        Raises
        ------
        GuanjiaError
            When a process ends by itself.
        """
        begun = time.monotonic()
        with self._stack.connect() as connection:
            while not stop.is_set():
                if (
                    until is not None
                    and self._is_judging
                    and time.monotonic() - begun > until.total_seconds()
                ):
                    return
                self._processes.check()
                if not self._is_judging and self._is_known(connection):
                    self._judge()
                show(self.counters() or Counters(), count_mails(self._folder.mail))
                time.sleep(0.5)

    def _is_known(self, connection: psycopg.Connection) -> bool:
        """Tell whether the past is in, and leaks and figures were computed of the whole of it."""
        self._past = self._past or past_mark(connection)
        return self._past is not None and is_judged(connection, self._past)

    def _judge(self) -> None:
        """Start the alerts worker: before, it would mail what half a past looks like."""
        self._is_judging = True
        environment = self._stack.environment("guanjia_alerts") | self._links
        self._processes.start("alerts", ["alerts", "run"], environment)

    def settle(self) -> Summary:
        """End the simulator, let the pipeline finish what it has, and return what it came to."""
        self._say("ending the simulator, letting the pipeline finish")
        self._processes.stop("simulate")
        published = int(orjson.loads(self._folder.simulation_summary.read_bytes())["published"])
        with self._stack.connect() as connection:
            self._await("every reading", lambda: account(connection).accounted >= published)
            counters = self.counters() or Counters()
            for name, role in (("analytics", "guanjia_analytics"), ("alerts", "guanjia_alerts")):
                if name != "alerts" or self._is_judging:
                    self._processes.stop(name)
                self._once(name, role)
            self._send_what_waits(connection)
            summary = summarise(
                published,
                account(connection),
                counters,
                read_contents(connection),
                count_mails(self._folder.mail),
            )
        return replace(summary, seconds=round(time.monotonic() - self._begun, 1))

    def _send_what_waits(self, connection: psycopg.Connection) -> None:
        """Send the mail that waits for others of its group."""
        deadline = time.monotonic() + _SETTLE_SECONDS
        while (seconds := next_mail_in(connection)) is not None and time.monotonic() < deadline:
            if seconds <= 0:
                self._once("alerts", "guanjia_alerts")
            else:
                time.sleep(min(seconds, 1.0))

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

    def _approve_allowances(self) -> None:
        wanted = self._scenario.scenario.allowances
        if wanted:
            with self._stack.connect() as connection:
                calendar = read_calendar(CONFIG / "calendar")
                approve(connection, calendar, wanted, self._course.begin, self._folder.allowances)

    def _enter_orders(self) -> None:
        now = datetime.now(UTC)
        planned = planned_orders(self._scenario, self._course.begin, now, _ZONE)
        with self._stack.connect() as connection:
            enter_orders(connection, planned, now)

    def _enter_costs(self) -> None:
        now = datetime.now(UTC)
        found = receipts(self._scenario, self._course.begin, now, _ZONE)
        with self._stack.connect() as connection:
            enter_receipts(connection, found, now)

    def _register_services(self) -> None:
        file = self._folder.simulated / "services.yaml"
        write_services(self._scenario, self._course.begin, datetime.now(UTC), _ZONE, file)
        self._stack.apply_registry([file])

    def _make_account(self) -> None:
        """Make `admin`; the password is printed by whoever starts the demo, and only there."""
        with self._stack.connect() as connection:
            # whoever reads it here chose to look: nothing in the demo is worth another password
            self.password = make_first_account(connection, datetime.now(UTC), must_change=False) or ""

    def link(self) -> str:
        """Return an address that opens the console without a password, once and within ten minutes."""
        with self._stack.connect() as connection:
            admin = accounts.existing(connection, FIRST_ACCOUNT)
            return f"{self.url}/enter#{sessions.make_link(connection, admin, datetime.now(UTC))}"

    def _start_services(self) -> None:
        environment, start = self._stack.environment, self._processes.start
        mail = ["--folder", str(self._folder.mail), "--port", str(self._stack.mail_port)]
        start("mailcatcher", ["mailcatcher", *mail], {})
        metrics = {"GUANJIA_METRICS_PORT": str(self._stack.metrics_port)}
        start("ingest", ["ingest"], environment("guanjia_ingest") | metrics)
        start("analytics", ["analytics", "--leaks-every", "15"], environment("guanjia_analytics"))
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
