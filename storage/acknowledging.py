"""Acknowledging by the link of a mail: what the alerts are now, and once only."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime

import psycopg
from psycopg.rows import class_row
from pydantic.dataclasses import dataclass as row_dataclass

from models.alerts import Figure, State
from models.errors import ConfigError, UnreachableError
from storage import silences
from storage.database import query

_LOCK = 0x6C696E6B
"""Advisory lock of whoever acknowledges by a link: a double click is one acknowledgement."""

_WAITING = (State.FIRING, State.SILENCED)


@row_dataclass(frozen=True, slots=True)
class LinkedAlert:
    """An alert that a link names; `since` when it is in its state, `figures` what it was judged by."""

    id: int
    rule: str
    subject: str
    state: State
    since: datetime
    timezone: str
    figures: dict[str, Figure]
    institution_name: str
    institution_name_en: str
    is_acknowledged: bool

    @property
    def is_waiting(self) -> bool:
        """Tell whether it fires and nobody took it on."""
        return self.state in _WAITING and not self.is_acknowledged


def linked_alerts(connection: psycopg.Connection, alerts: Sequence[int]) -> list[LinkedAlert]:
    """Return those of the alerts that are in the database."""
    with connection.cursor(row_factory=class_row(LinkedAlert)) as cursor:
        return cursor.execute(query("links/alerts"), {"alerts": list(alerts)}).fetchall()


def acknowledge_by_link(
    connection: psycopg.Connection, alerts: Sequence[int], at: datetime, author: str, note: str
) -> list[LinkedAlert]:
    """Say that `author` takes on those that wait for it, in one transaction; return what each was before."""
    with connection.transaction():
        connection.execute(query("links/take_turn"), {"lock": _LOCK})
        found = linked_alerts(connection, alerts)
        for alert in found:
            if alert.is_waiting:
                silences.acknowledge(connection, alert.id, at, author, note)
    return found


class LinkDesk:
    """Answers links over a connection for each question; `connect` opens it with the console's rights."""

    def __init__(self, connect: Callable[[], psycopg.Connection]) -> None:
        self._connect = connect

    def look(self, alerts: Sequence[int]) -> list[LinkedAlert]:
        """Return the alerts as they are; nothing is changed."""
        with _translated(), closing(self._connect()) as connection:
            return linked_alerts(connection, alerts)

    def acknowledge(self, alerts: Sequence[int], at: datetime, author: str, note: str) -> list[LinkedAlert]:
        """Acknowledge those that wait for it; return what each was before."""
        with _translated(), closing(self._connect()) as connection:
            return acknowledge_by_link(connection, alerts, at, author, note)


@contextmanager
def _translated() -> Generator[None]:
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise ConfigError(
            "this login may not acknowledge alerts: run `guanjia db migrate` and `guanjia db logins`, and let"
            " the console log in as guanjia_console_login"
        ) from error
    except psycopg.OperationalError as error:
        raise UnreachableError(f"no answer from the database: {error}") from error
