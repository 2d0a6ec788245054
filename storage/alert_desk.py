"""What programs and the console do about alerts: take them on, silence them."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime

import psycopg

from models.errors import UnreachableError
from storage import silences
from storage.acknowledging import LinkDesk, LinkedAlert
from storage.silences import Silence


class AlertDesk:
    """Changes alerts over a connection for each change; `connect` opens it with the console's rights."""

    def __init__(self, connect: Callable[[], psycopg.Connection]) -> None:
        self._connect = connect

    def look(self, alerts: Sequence[int]) -> list[LinkedAlert]:
        """Return alerts as they are."""
        return LinkDesk(self._connect).look(alerts)

    def acknowledge(self, alerts: Sequence[int], at: datetime, author: str, note: str) -> list[LinkedAlert]:
        """Acknowledge those that wait for it; return what each was before."""
        return LinkDesk(self._connect).acknowledge(alerts, at, author, note)

    def silence(self, silence: Silence, at: datetime) -> int:
        """Add a silence and return its number; raise UnreachableError where the database is away."""
        with self._connection() as connection:
            return silences.add_silence(connection, silence, at)

    def end_silence(self, silence: int, at: datetime, author: str) -> bool:
        """End a silence before its time; False where it is over. Raises as `silence` does."""
        with self._connection() as connection:
            return silences.end_silence(connection, silence, at, author)

    @contextmanager
    def _connection(self) -> Generator[psycopg.Connection]:
        try:
            with closing(self._connect()) as connection, connection:
                yield connection
        except psycopg.OperationalError as error:
            raise UnreachableError(f"no answer from the database: {error}") from error
