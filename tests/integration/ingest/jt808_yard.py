"""A yard with a JT/T 808 gateway, its terminals, a broker that knows them, and the gateway in a thread."""

import asyncio
import signal
import subprocess
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from ruamel.yaml import YAML

from guanjia.broker.access import clients_of
from guanjia.broker.embedded import EmbeddedBroker
from guanjia.broker.folder import BrokerFolder, grant
from guanjia.broker.program import Program
from guanjia.broker.secrets_source import SecretsSource
from guanjia.broker.site_files import read_sites
from guanjia.loopback import free_port
from guanjia.registry_files.reading import read_files
from guanjia.terminal_files import TerminalFiles
from ingest.gateways.jt808.codes import Codes
from ingest.gateways.jt808.gateway import Clocks, Gateway
from ingest.gateways.jt808.limits import LIMITS, Limits
from ingest.gateways.jt808.server import Address, serve
from ingest.gateways.outlet import Bounds, Outlet
from ingest.subscription import BrokerLogin
from models.topics import Channel, Topic
from simulators.jt808.terminal import Terminal
from simulators.jt808.wire import Identity
from storage.database import connect
from storage.registry import apply
from tests.ingest_stack.process import command, environment
from tests.ingest_stack.site import INSTALLED_AT, SITE
from tests.ingest_stack.stack import Stack, prepare
from tests.ingest_stack.waiting import wait_until
from tests.integration.database import Database

GATEWAY = "gw"
PLATE = "宁A00100"
NUMBERS = tuple(f"1391234432{number}" for number in range(6))
SECRET = "nobody keeps this one: it stands in a test"  # noqa: S105
QUICK = Bounds(first_retry=0.05, longest_retry=0.3, forbidden_seconds=0.5)


def write_site(file: Path, numbers: tuple[str, ...] = NUMBERS) -> Path:
    """Write the yard's site file; the first terminal is on a vehicle."""
    behind = {"kind": "vehicle_tracker", "gateway": GATEWAY, "installed_at": INSTALLED_AT}
    vehicle = {
        "plate": PLATE,
        "type": "SUV",
        "institution": "bureau",
        "device": numbers[0],
        "valid_from": INSTALLED_AT,
    }
    document = {
        "site": {"code": SITE, "name": SITE, "institution": "bureau"},
        "institutions": [{"code": "bureau", "name": "bureau", "type": "government"}],
        "devices": [{"code": GATEWAY, "kind": "gateway"}, *({"code": each, **behind} for each in numbers)],
        "vehicles": [vehicle],
    }
    with file.open("w", encoding="utf-8") as out:
        YAML().dump(document, out)
    return file


@dataclass(frozen=True, slots=True)
class Yard:
    """The stack of the yard, and its site file."""

    stack: Stack
    site: Path

    @property
    def login(self) -> BrokerLogin:
        """The gateway's login at the broker."""
        return BrokerLogin("127.0.0.1", self.stack.broker.port, GATEWAY, self.stack.password(GATEWAY))


@contextmanager
def yard(database: Database, mosquitto: Program, folder: Path, secrets: Path) -> Generator[Yard]:
    """Apply the site to the database and run a broker that knows who may publish for whom."""
    site = write_site(folder / "vehicles.yaml")
    with connect(database.url, application="test") as connection:
        apply(connection, read_files((site,)), dry_run=False)
    broker_folder = BrokerFolder(folder / "broker")
    grant(broker_folder, clients_of(read_sites((site,))), SecretsSource())
    with EmbeddedBroker(broker_folder, mosquitto) as broker:
        yield Yard(prepare(database.url, broker, folder, secrets), site)


class RunningGateway:
    """A gateway from `with` to its end; what it says stands in `log`."""

    def __init__(
        self,
        place: Yard,
        limits: Limits = LIMITS,
        bounds: Bounds = QUICK,
        site: Path | None = None,
        clocks: Clocks | None = None,
    ) -> None:
        self.log: list[tuple[str, dict[str, object]]] = []
        self.port = 0
        self._files = TerminalFiles(GATEWAY, (site or place.site,))
        terminals = self._files.read()
        topic = str(Topic(SITE, GATEWAY, Channel.STATUS))
        self._login, self._topic, self._bounds, self._limits = place.login, topic, bounds, limits
        self._terminals, self._clocks = terminals, clocks
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve()), name="gateway", daemon=True
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self.gateway: Gateway | None = None

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        outlet = Outlet(self._login, self._topic, log=self._note, bounds=self._bounds)
        self.gateway = Gateway(
            self._terminals, Codes(SECRET), outlet, self._note, self._limits, clocks=self._clocks
        )
        await serve(
            self.gateway,
            Address("127.0.0.1", 0),
            lambda: self._files.newer(self._note),
            self._stop,
            self._listening,
        )

    def __enter__(self) -> Self:
        self._thread.start()
        wait_until(lambda: self.port > 0, "the gateway listens")
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        assert self._loop is not None
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)
        assert not self._thread.is_alive(), "the gateway does not end"

    def terminal(self, number: str = NUMBERS[0], year: int = 2013, plate: str = PLATE) -> Terminal:
        """Return a terminal that will connect to it."""
        return Terminal(Identity(number, plate, year), "127.0.0.1", self.port)

    def count(self, metric: str, **labels: str) -> float:
        """Return one of its counters."""
        assert self.gateway is not None
        return self.gateway.counters.registry.get_sample_value(f"guanjia_gateway_{metric}", labels) or 0.0

    def held(self) -> int:
        """Return how many messages wait for the broker."""
        assert self.gateway is not None
        return self.gateway.outlet.held

    def said(self, event: str, **fields: object) -> bool:
        """Tell whether it has said such a thing."""
        return any(name == event and fields.items() <= had.items() for name, had in self.log)

    def _note(self, event: str, **fields: object) -> None:
        self.log.append((event, fields))

    def _listening(self, port: int) -> None:
        self.port = port


class GatewayProcess:
    """`guanjia gateway jt808` on a port it keeps; a killed one is started again with `start`."""

    def __init__(self, place: Yard) -> None:
        self.port = free_port()
        self._place = place
        self._file = place.stack.folder / "gateway.log"
        secret = place.stack.folder / "jt808.secret"
        secret.write_text(SECRET, "utf-8")
        self._settings = {
            "GUANJIA_MQTT_USER": GATEWAY,
            "GUANJIA_MQTT_PASSWORD": place.stack.password(GATEWAY),
            "GUANJIA_JT808_SECRET_FILE": str(secret),
            "GUANJIA_JT808_PORT": str(self.port),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._process is not None and self._process.poll() is None:
            self.stop()

    def start(self) -> None:
        """Start it, and wait until it listens."""
        before = self.log.count(" listening ") if self._file.exists() else 0
        with self._file.open("ab") as log:
            self._process = subprocess.Popen(
                command("gateway", "jt808", "--site", str(self._place.site)),
                cwd=self._place.stack.folder,
                env=environment(self._place.stack) | self._settings,
                stdout=log,
                stderr=log,
            )
        wait_until(lambda: self.log.count(" listening ") > before, "the gateway listens")

    def kill9(self) -> None:
        """End it as a power cut does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """End it in order and return its exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(30)

    @property
    def log(self) -> str:
        """What it has said."""
        return self._file.read_text("utf-8")


def fixes(connection: psycopg.Connection, number: str) -> list[tuple[float, float]]:
    """Return the stored positions of a terminal in their order."""
    rows = connection.execute(
        "SELECT lon, lat FROM position INNER JOIN device ON position.device_id = device.id"
        " WHERE device.code = %s ORDER BY position.at",
        [number],
    )
    return [(float(lon), float(lat)) for lon, lat in rows]
