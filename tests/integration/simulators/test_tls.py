import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guanjia.broker.certificates import ensure_authority, ensure_server_certificate
from models.broker import Broker
from models.errors import ConfigError
from simulators.messages import Message
from simulators.sender import send
from tests.integration.simulators.mosquitto import PASSWORDS, RunningBroker, Watcher, until

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    certificate = tmp_path_factory.mktemp("authority") / "ca.crt"
    ensure_authority(certificate)
    ensure_server_certificate(certificate, certificate.parent, ["localhost"])
    return certificate


@pytest.fixture
def tls_port(broker: RunningBroker, authority: Path) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    folder = authority.parent
    broker.configure(
        f"listener {port} 127.0.0.1\ncertfile {folder / 'server.crt'}\nkeyfile {folder / 'server.key'}\n"
    )
    broker.start()
    return port


def test_messages_arrive_through_tls(tls_port: int, authority: Path, watch: Callable[[str], Watcher]) -> None:
    watcher = watch("v1/+/+/telemetry")
    sent = [Message(START, "v1/site/a/telemetry", b"%d" % n * 1000) for n in range(2000)]

    delivery = send(sent, Broker("localhost", tls_port, authority, tls=True), PASSWORDS.__getitem__)
    until(lambda: len(watcher.received) >= 2000, "2,000 messages")

    assert delivery.acknowledged == 2000
    assert watcher.payloads() == [message.payload for message in sent]


@pytest.mark.usefixtures("broker")
def test_a_certificate_of_an_unknown_authority_is_refused_with_the_remedy(tls_port: int) -> None:
    message = Message(START, "v1/site/a/telemetry", b"1")
    with pytest.raises(ConfigError, match=r"certificate is not trusted.*--ca-file"):
        send([message], Broker("localhost", tls_port, None, tls=True), PASSWORDS.__getitem__)


@pytest.mark.usefixtures("broker")
def test_a_certificate_of_another_host_is_refused(tls_port: int, authority: Path) -> None:
    message = Message(START, "v1/site/a/telemetry", b"1")
    with pytest.raises(ConfigError, match="certificate is not trusted"):
        send([message], Broker("127.0.0.1", tls_port, authority, tls=True), PASSWORDS.__getitem__)
