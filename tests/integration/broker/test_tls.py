import socket
import ssl
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest

from guanjia.broker.certificates import ensure_authority, ensure_server_certificate
from guanjia.broker.folder import BrokerFolder, read_credentials
from guanjia.broker.listeners import run_as_ourselves, tls_listeners
from guanjia.broker.process import BrokerProcess, answers
from guanjia.broker.program import Program
from tests.integration.broker.clients import Login, connect_packet, wait_until
from tests.integration.broker.conftest import Connect

SHARED = "$share/ingest/v1/+/+/telemetry"


@dataclass(frozen=True)
class Server:
    folder: BrokerFolder
    device_port: int
    service_port: int

    def login(self, user: str, port: int, client_id: str = "") -> Login:
        return Login(port, user, read_credentials(self.folder)[user], client_id, self.folder.authority)


@pytest.fixture
def server(folder: BrokerFolder, mosquitto: Program) -> Generator[Server]:
    ensure_authority(folder.authority)
    ensure_server_certificate(folder.authority, folder.run / "certs", ["localhost", "127.0.0.1"])
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        ports = (one.getsockname()[1], other.getsockname()[1])
    listener = folder.run / "conf.d" / "listener.conf"
    listener.write_text(tls_listeners(*ports) + run_as_ourselves(), encoding="ascii")
    process = BrokerProcess(mosquitto, folder.run, ports[0])
    process.start()
    wait_until(lambda: answers(ports[1]), "the second listener is open")
    yield Server(folder, *ports)
    process.stop()


def test_a_device_connects_with_the_private_authority(server: Server, connect: Connect) -> None:
    device = connect(server.login("meter-1", server.device_port))
    assert device.publish("v1/site/meter-1/telemetry") == "No matching subscribers"


def test_the_authority_is_what_makes_the_broker_trusted(server: Server, tmp_path: Path) -> None:
    other = tmp_path / "other.crt"
    ensure_authority(other)

    assert handshake(server, server.folder.authority) in {"TLSv1.2", "TLSv1.3"}
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(server, other)


def handshake(server: Server, authority: Path) -> str | None:
    context = ssl.create_default_context(cafile=str(authority))
    # what Python 3.13 checks by default: a certificate it would refuse shall fail here as well
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    address = ("127.0.0.1", server.device_port)
    with (
        socket.create_connection(address, timeout=30) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secured,
    ):
        return secured.version()


@pytest.mark.parametrize("port", ["device_port", "service_port"])
def test_a_tls_port_does_not_speak_to_plain_clients(server: Server, port: str) -> None:
    login = server.login("ingest", getattr(server, port))
    with socket.create_connection(("127.0.0.1", login.port), timeout=30) as plain:
        plain.sendall(connect_packet(login))
        try:
            answer = plain.recv(4)
        except ConnectionResetError:
            answer = b""
    # 0x20 begins a CONNACK; a TLS alert or an end of the connection is a refusal
    assert not answer.startswith(b"\x20")


def test_a_device_cannot_take_over_a_workers_session(server: Server, connect: Connect) -> None:
    slot = "ingest-host-0"
    worker = connect(server.login("ingest", server.service_port, slot), keep_session=True)
    worker.subscribe(SHARED)
    worker.close()
    meter = connect(server.login("meter-1", server.device_port))
    assert meter.publish("v1/site/meter-1/telemetry", "kept") == "Success"

    # a clean session under the worker's id would discard what waits for it
    connect(server.login("meter-2", server.device_port, slot))

    returned = connect(server.login("ingest", server.service_port, slot), keep_session=True)
    assert returned.session_present
    returned.wait(lambda: bool(returned.messages))
    assert returned.payloads() == ["kept"]
