"""Count the statements of a connection: what a loop over rows would ask once too often each."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Self

import psycopg
from typing_extensions import override


@contextmanager
def counted(connection: psycopg.Connection[Any]) -> Generator[list[object]]:
    """Gather what is asked by the connection's cursors until the end of the block."""
    asked: list[object] = []

    class Counting(psycopg.Cursor[Any]):
        @override
        def execute(self, query: Any, *parameters: Any, **how: Any) -> Self:
            asked.append(query)
            return super().execute(query, *parameters, **how)

    before, connection.cursor_factory = connection.cursor_factory, Counting
    try:
        yield asked
    finally:
        connection.cursor_factory = before
