"""A broker that knows the terminals of the bench, and the gateway as a process."""

import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from guanjia.bench.gateway_load import FIRST_NUMBER
from guanjia.bench.proc_status import peak_mb
from guanjia.broker.access import Clients
from guanjia.broker.embedded import EmbeddedBroker
from guanjia.broker.folder import BrokerFolder, grant, read_credentials
from guanjia.broker.secrets_source import SecretsSource
from guanjia.demo.figures import answers
from guanjia.loopback import LOOPBACK, free_port
from models.errors import UnreachableError

GATEWAY = "bench-gateway"
SECRET = "for the bench alone, and for nobody else"  # noqa: S105
_PATIENCE_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class RunningGateway:
    """`guanjia gateway jt808`, its port, and the broker behind it."""

    process: subprocess.Popen[bytes]
    port: int
    broker: EmbeddedBroker

    def password(self, user: str) -> str:
        """Return a user's password at the broker."""
        return read_credentials(self.broker.folder)[user]

    @property
    def peak_mb(self) -> float:
        """The most memory it has held, in MB."""
        return peak_mb(self.process.pid)

    @property
    def busy_seconds(self) -> float:
        """The processor seconds it has taken."""
        user, system = (
            Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[11:13]
        )
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running_gateway(folder: Path, terminals: int) -> Generator[RunningGateway]:
    """Bring broker and gateway up in `folder`, and down again."""
    numbers = [str(FIRST_NUMBER + number) for number in range(terminals)]
    broker_folder = BrokerFolder(folder / "broker")
    grant(broker_folder, Clients(frozenset({GATEWAY}), {GATEWAY: frozenset(numbers)}), SecretsSource())
    with EmbeddedBroker(broker_folder) as broker:
        port, health = free_port(), free_port()
        (folder / "secret").write_text(SECRET, "utf-8")
        settings = {
            "GUANJIA_MQTT_URL": broker.url,
            "GUANJIA_MQTT_USER": GATEWAY,
            "GUANJIA_MQTT_PASSWORD": read_credentials(broker_folder)[GATEWAY],
            "GUANJIA_JT808_PORT": str(port),
            "GUANJIA_JT808_SECRET_FILE": str(folder / "secret"),
            "GUANJIA_JT808_CONNECTIONS_AN_ADDRESS": str(terminals + 1),
            "GUANJIA_METRICS_PORT": str(health),
        }
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "guanjia", "gateway", "jt808", "--site", str(_site(folder, numbers))],
            env=os.environ | settings,
            stderr=subprocess.DEVNULL,
        )
        try:
            _await_health(process, health)
            yield RunningGateway(process, port, broker)
        finally:
            process.terminate()
            process.wait(60)


def _await_health(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not answers(f"http://{LOOPBACK}:{port}/health"):
        if process.poll() is not None or time.monotonic() > deadline:
            raise UnreachableError("the gateway of the bench did not come up")
        time.sleep(0.05)


def _site(folder: Path, numbers: list[str]) -> Path:
    file = folder / "bench.yaml"
    lines = [
        "site: {code: bench, name: bench, institution: bench}",
        "devices:",
        f"  - {{code: {GATEWAY}, kind: gateway}}",
        *(f'  - {{code: "{number}", kind: vehicle_tracker, gateway: {GATEWAY}}}' for number in numbers),
    ]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file
