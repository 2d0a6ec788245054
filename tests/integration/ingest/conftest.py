"""A broker and a database of its own for each test of ingest."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from guanjia.broker.embedded import EmbeddedBroker
from guanjia.broker.folder import BrokerFolder, grant
from guanjia.broker.program import Program, find_mosquitto
from guanjia.broker.secrets_source import SecretsSource
from simulators.delivery import Delivery, Pace
from simulators.messages import Message
from tests.ingest_stack.site import CLIENTS
from tests.ingest_stack.stack import Stack, prepare
from tests.integration.database import Database

Send = Callable[..., Delivery]


@pytest.fixture(scope="session")
def mosquitto(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return find_mosquitto(tmp_path_factory.mktemp("mosquitto") / "program")


@pytest.fixture(scope="session")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logins")


@pytest.fixture
def stack(database: Database, mosquitto: Program, tmp_path: Path, secrets: Path) -> Generator[Stack]:
    folder = BrokerFolder(tmp_path / "broker")
    grant(folder, CLIENTS, SecretsSource())
    with EmbeddedBroker(folder, mosquitto) as broker:
        yield prepare(database.url, broker, tmp_path, secrets)


@pytest.fixture
def send(stack: Stack) -> Send:
    """Publish messages as their devices; on return the broker has each of them."""

    def send(*messages: Message) -> Delivery:
        return stack.sender().send(messages, Pace(), lambda: False, lambda _delivery: None)

    return send
