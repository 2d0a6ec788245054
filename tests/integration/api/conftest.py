"""The API over a real server and a real database, which holds a row or more of everything."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from guanjia.balance.source import BalanceSource
from guanjia.commands.web import english
from guanjia.dispatch.desk import Desk
from models.identity import Right
from storage.alert_desk import AlertDesk
from storage.database import connect
from storage.reader import Reader
from storage.tokens import NewToken, TokenDesk, create
from tests.integration.database import Database
from tests.integration.prepared import Fill, Prepared
from tests.integration.web.conftest import url_of
from tests.storage_samples.trial import fill
from web.api.application import Supplies, add_api
from web.api.balance import add_balance
from web.api.daily import add_daily
from web.api.gate import Clocks
from web.api.orders import add_orders
from web.console.server import Server
from web.console.site import Site

NOW = datetime(2026, 1, 22, tzinfo=UTC)
SPAN = {"from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}


@dataclass
class Time:
    """The clocks of a server: it is always the same instant; `step` seconds pass at each look."""

    now: datetime = NOW
    step: float = 60.0
    _steady: float = field(default=0.0, init=False)

    def wall(self) -> datetime:
        return self.now

    def steady(self) -> float:
        self._steady += self.step
        return self._steady


@dataclass(frozen=True)
class Served:
    """A server of the API alone, and the database below it."""

    url: str
    database: Database
    time: Time

    def token(
        self, *rights: Right, institution: str | None = None, lasting: timedelta = timedelta(days=1)
    ) -> str:
        """Make a token, for reading if nothing else is said."""
        new = NewToken("test", institution, frozenset(rights or {Right.READ}), "pytest", NOW + lasting)
        with self.database.connect() as connection:
            return create(connection, new, NOW)

    def client(self, token: str) -> httpx.Client:
        """Return a client that shows a token."""
        return httpx.Client(base_url=self.url, headers={"authorization": f"Bearer {token}"}, timeout=30)


def fill_samples(database: Database) -> None:
    with database.connect() as connection:
        fill(connection)


@pytest.fixture(scope="session")
def logins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The passwords of all tests here."""
    return tmp_path_factory.mktemp("api") / "logins"


@contextmanager
def serving(prepared: Prepared, logins: Path, fill: Fill, time: Time) -> Generator[Served]:
    """Serve the API over a database of its own, whose clocks are `time`."""
    with prepared.copy(fill) as database:
        url = url_of("guanjia_console", database, logins)

        def connection() -> psycopg.Connection:
            return connect(url, application="test-api")

        with Reader(url, application="test-api") as reader:
            app = FastAPI(openapi_url=None)
            desk = TokenDesk(reader, connection)
            clocks = Clocks(time.wall, time.steady)
            dispatching = Desk(connection, {}, time.wall)
            add_api(
                app,
                Supplies(reader, desk, AlertDesk(connection), clocks),
                add_orders(dispatching, english().text),
                add_daily(dispatching, english().text),
                add_balance(BalanceSource(reader, time.wall)),
            )
            with Server(app, Site("127.0.0.1"), "127.0.0.1", 0) as server:
                yield Served(f"{server.url}api/v1", database, time)


@pytest.fixture(scope="module")
def serve(prepared: Prepared, logins: Path) -> Callable[[], AbstractContextManager[Served]]:
    """How to serve the API over the samples."""
    return lambda: serving(prepared, logins, fill_samples, Time())


@pytest.fixture(scope="module")
def standing(serve: Callable[[], AbstractContextManager[Served]]) -> Generator[Served]:
    """One server for all tests of a module that change nothing but tokens.

    Logins belong to the cluster: other modules give them other passwords.
    """
    with serve() as served:
        yield served


@pytest.fixture
def served(serve: Callable[[], AbstractContextManager[Served]]) -> Generator[Served]:
    """A server of the test's own."""
    with serve() as served:
        yield served


@pytest.fixture
def client(standing: Served) -> Generator[httpx.Client]:
    """A client whose token reads everything."""
    with standing.client(standing.token()) as client:
        yield client
