"""A database, a broker and a registry of meters and trackers for one bench, in a folder that goes."""

import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql
from ruamel.yaml import YAML

from guanjia.bench.proc_status import peak_mb
from guanjia.broker.access import Service, clients_of
from guanjia.broker.embedded import EmbeddedBroker
from guanjia.broker.folder import BrokerFolder, grant, read_credentials
from guanjia.broker.secrets_source import SecretsSource
from guanjia.broker.site_files import read_sites
from guanjia.commands.ingest import client_id
from guanjia.demo.figures import Counters, answers, read_counters
from guanjia.loopback import LOOPBACK, free_port
from guanjia.registry_files.reading import read_files
from ingest.subscription import BrokerLogin, end_session
from models.errors import UnreachableError
from storage import schema
from storage.database import connect
from storage.embedded import EmbeddedPostgres
from storage.registry import apply

DEVICES = 1_000
LOADER = "bench-load"
_DATABASE = "bench"
_HOST = "bench"
_CONTACT = {"name": "bench", "email": "bench@example.org", "language": "zh_CN"}
_PATIENCE_SECONDS = 120.0
_SINCE = "2020-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class BenchStack:
    """A running database and broker with the registry loaded."""

    postgres: EmbeddedPostgres
    broker: EmbeddedBroker
    folder: BrokerFolder

    def password(self, user: str) -> str:
        """Return a user's password at the broker."""
        return read_credentials(self.folder)[user]

    @property
    def database_url(self) -> str:
        """The owner's connection string."""
        return self.postgres.url(_DATABASE)

    def environment(self, metrics_port: int) -> dict[str, str]:
        """Return the settings of an ingest worker."""
        return {
            "GUANJIA_DATABASE_URL": self.database_url,
            "GUANJIA_MQTT_URL": self.broker.url,
            "GUANJIA_MQTT_USER": Service.INGEST.value,
            "GUANJIA_MQTT_PASSWORD": self.password(Service.INGEST.value),
            "GUANJIA_METRICS_PORT": str(metrics_port),
        }

    def stored(self) -> int:
        """Return how many readings and positions are stored."""
        counted = "SELECT (SELECT count(*) FROM reading) + (SELECT count(*) FROM position)"
        with connect(self.database_url, application="guanjia-bench") as connection:
            row = connection.execute(counted).fetchone()
        return int(row[0]) if row else 0


def forget_sessions(stack: BenchStack, slots: range) -> None:
    """Have the broker forget the sessions of slots: they would go on taking their share."""
    login = BrokerLogin(
        LOOPBACK, stack.broker.port, Service.INGEST.value, stack.password(Service.INGEST.value)
    )
    for slot in slots:
        end_session(login, client_id(_HOST, slot))


class RunningWorker:
    """`guanjia ingest` as a process, asked through its metrics."""

    def __init__(self, stack: BenchStack, slot: int) -> None:
        # the worker adds its slot to the port it is given
        self._port = free_port()
        arguments = ["ingest", "--slot", str(slot), "--host", _HOST]
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "guanjia", *arguments],
            env=stack.environment(self._port - slot),
            stderr=subprocess.DEVNULL,
        )

    def counters(self) -> Counters:
        """Return what it has counted so far; zeros while it does not answer."""
        return read_counters(self._port) or Counters()

    def await_health(self) -> None:
        """Wait until broker and database are there for it."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not answers(f"http://{LOOPBACK}:{self._port}/health"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise UnreachableError("the ingest worker of the bench did not come up")
            time.sleep(0.02)

    @property
    def peak_mb(self) -> float:
        """The most memory it has held, in MB."""
        return peak_mb(self._process.pid)

    def stop(self) -> None:
        """End it in order; its session, and its share of what is published, stay with the broker."""
        self._process.terminate()
        self._process.wait(60)


@contextmanager
def running_workers(stack: BenchStack, slots: Iterator[int] | range) -> Generator[list[RunningWorker]]:
    """Run one worker a slot for a while, each healthy before the block begins."""
    workers = [RunningWorker(stack, slot) for slot in slots]
    try:
        for worker in workers:
            worker.await_health()
        yield workers
    finally:
        for worker in workers:
            worker.stop()


@contextmanager
def bench_stack(folder: Path) -> Generator[BenchStack]:
    """Bring everything up in `folder`, and down again."""
    site = folder / "bench.yaml"
    _write_site(site)
    broker_folder = BrokerFolder(folder / "broker")
    grant(broker_folder, clients_of(read_sites((site,))), SecretsSource())
    _let_the_loader_write(broker_folder)
    with ExitStack() as running:
        postgres = running.enter_context(EmbeddedPostgres(folder / "postgres"))
        broker = running.enter_context(EmbeddedBroker(broker_folder))
        stack = BenchStack(postgres, broker, broker_folder)
        with connect(postgres.url(), application="guanjia-bench", autocommit=True) as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_DATABASE)))
        schema.migrate(lambda: connect(stack.database_url, application="guanjia-bench"))
        with connect(stack.database_url, application="guanjia-bench") as connection:
            apply(connection, read_files((site,)), dry_run=False)
        yield stack


def _write_site(file: Path) -> None:
    devices = [
        {"code": f"{letter}{number:04d}", "kind": kind, "installed_at": _SINCE}
        for letter, kind in (("b", "water_meter"), ("t", "vehicle_tracker"))
        for number in range(DEVICES)
    ]
    vehicles = [
        {
            "plate": f"宁A{number:05d}",
            "type": "sedan",
            "institution": "bench",
            "device": f"t{number:04d}",
            "valid_from": _SINCE,
        }
        for number in range(DEVICES)
    ]
    document = {
        "site": {"code": "bench", "name": "bench", "institution": "bench"},
        "institutions": [
            {"code": "bench", "name": "bench", "type": "government", "contacts": [_CONTACT]},
        ],
        "devices": [*devices, {"code": LOADER, "kind": "gateway"}],
        "vehicles": vehicles,
    }
    with file.open("w", encoding="utf-8") as out:
        YAML().dump(document, out)


def _let_the_loader_write(folder: BrokerFolder) -> None:
    """One connection stands in for all devices: a thousand would measure connections, not messages."""
    with (folder.run / "acl").open("a", encoding="utf-8") as acl:
        acl.write(f"\nuser {LOADER}\ntopic write v1/bench/+/telemetry\n")
