"""One test's broker and database, and how a worker gets to them."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from urllib.parse import urlsplit, urlunsplit

import psycopg

from guanjia.broker.access import Service
from guanjia.broker.embedded import EmbeddedBroker
from guanjia.broker.folder import read_credentials
from ingest.subscription import BrokerLogin
from models.broker import Broker
from simulators.delivery import Limits
from simulators.sender import Sender
from storage.database import connect
from storage.logins import make_logins
from tests.ingest_stack.site import register

QUICK = Limits(first_retry=timedelta(milliseconds=50), longest_retry=timedelta(milliseconds=500))


@dataclass(frozen=True, slots=True)
class Stack:
    """A database with the yard in it and a broker that knows its devices; `worker_url` has least rights."""

    folder: Path
    url: str
    worker_url: str
    broker: EmbeddedBroker

    def connect(self) -> psycopg.Connection:
        """Open a connection as the owner of the database."""
        return connect(self.url, application="test", autocommit=True)

    def connect_as_worker(self) -> psycopg.Connection:
        """Open a connection with a worker's rights."""
        return connect(self.worker_url, application="test-worker")

    @property
    def login(self) -> BrokerLogin:
        """The workers' login at the broker."""
        user = Service.INGEST.value
        return BrokerLogin("127.0.0.1", self.broker.port, user, self.password(user))

    def password(self, user: str) -> str:
        """Return a user's password at the broker."""
        return read_credentials(self.broker.folder)[user]

    def environment(self) -> dict[str, str]:
        """Return the settings of a process."""
        return {
            "GUANJIA_DATABASE_URL": self.worker_url,
            "GUANJIA_MQTT_URL": self.broker.url,
            "GUANJIA_MQTT_USER": Service.INGEST.value,
            "GUANJIA_MQTT_PASSWORD": self.password(Service.INGEST.value),
        }

    def sender(self) -> Sender:
        """Return a sender that retries quickly and resends what it sent when the broker comes back."""
        return Sender(Broker("127.0.0.1", self.broker.port), self.password, QUICK, Random(1))  # noqa: S311


def prepare(database_url: str, broker: EmbeddedBroker, folder: Path, secrets: Path) -> Stack:
    """Register the yard, and give the workers their login; `secrets` keeps its password over tests."""
    with connect(database_url, application="test") as connection:
        register(connection, folder)
        login = make_logins(connection, secrets)["guanjia_ingest"]
    parts = urlsplit(database_url)
    place = f"{login.user}:{login.password}@{parts.hostname}:{parts.port}"
    return Stack(folder, database_url, urlunsplit(parts._replace(netloc=place)), broker)
