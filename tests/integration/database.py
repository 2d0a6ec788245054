"""What the `database` fixture hands to a test."""

from dataclasses import dataclass

import psycopg

from storage.database import connect


@dataclass(frozen=True, slots=True)
class Database:
    """One test's own database; `url` is that of its owner."""

    name: str
    url: str

    def connect(self) -> psycopg.Connection:
        """Open a connection as the owner."""
        return connect(self.url, application="test")
