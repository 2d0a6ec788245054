"""Rows of queries by column, over one connection: what the console asks, for whoever types a command."""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.rows import dict_row

from storage.database import query


class Rows:
    """Answers queries of storage/queries/ as storage.reader.Reader does, but as long as it takes."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def rows(self, name: str, parameters: Mapping[str, object]) -> list[dict[str, Any]]:
        """Return the rows of queries/`name`.sql by column."""
        with self._connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query(name), parameters).fetchall()
