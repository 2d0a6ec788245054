"""A broker with two meters, a gateway with a child, and clients that are closed after each test."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from guanjia.broker.access import Clients
from guanjia.broker.embedded import EmbeddedBroker
from guanjia.broker.folder import BrokerFolder, grant, read_credentials
from guanjia.broker.program import Program, find_mosquitto
from guanjia.broker.secrets_source import SecretsSource
from tests.integration.broker.clients import Client, Login

CLIENTS = Clients(
    frozenset({"meter-1", "meter-2", "gateway-1"}), {"gateway-1": frozenset({"child-1", "child-2"})}
)

Connect = Callable[..., Client]
LoginAs = Callable[..., Login]


@pytest.fixture(scope="session")
def mosquitto(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """This machine's mosquitto, or one fetched for the session."""
    return find_mosquitto(tmp_path_factory.mktemp("mosquitto") / "program")


@pytest.fixture
def folder(tmp_path: Path) -> BrokerFolder:
    """A broker's folder with passwords and rights."""
    made = BrokerFolder(tmp_path / "broker")
    grant(made, CLIENTS, SecretsSource())
    return made


@pytest.fixture
def broker(folder: BrokerFolder, mosquitto: Program) -> Generator[EmbeddedBroker]:
    """A running broker; the test may stop, kill and start it."""
    with EmbeddedBroker(folder, mosquitto) as running:
        yield running


@pytest.fixture
def login_as(broker: EmbeddedBroker) -> LoginAs:
    """Return the login of a user with its true password."""

    def login(user: str, client_id: str = "") -> Login:
        return Login(broker.port, user, read_credentials(broker.folder)[user], client_id)

    return login


@pytest.fixture
def connect() -> Generator[Connect]:
    """Connect a client that is closed after the test."""
    opened: list[Client] = []

    def open_client(login: Login, *, keep_session: bool = False, acknowledge: bool = True) -> Client:
        client = Client(login, keep_session=keep_session, acknowledge=acknowledge)
        opened.append(client)
        assert client.connect() == "Success"
        return client

    yield open_client
    for client in opened:
        client.close()
