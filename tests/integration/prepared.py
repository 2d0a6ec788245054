"""Databases that stand ready with content: filled once a session, and copied for each test."""

import itertools
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import LiteralString

from psycopg import sql

from storage import schema
from storage.database import connect
from storage.embedded import EmbeddedPostgres
from tests.integration.database import Database

Fill = Callable[[Database], None]
"""Fills a migrated database with what is always the same and closes it; a function of a module, no lambda."""


def nothing(_database: Database) -> None:
    """Leave the database as migrations make it."""


class Prepared:
    """The templates of one server, each made when first asked for: filling takes seconds, copying none."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self._server = server
        self._templates: dict[Fill, str] = {}
        self._numbers = itertools.count(1)

    @contextmanager
    def copy(self, fill: Fill = nothing) -> Generator[Database]:
        """Hand out a database of its own that `fill` has filled, and drop it afterwards."""
        database = self._create(f"test_{next(self._numbers)}", self._template(fill))
        try:
            yield database
        finally:
            self._execute("DROP DATABASE {} WITH (FORCE)", database.name)

    def _template(self, fill: Fill) -> str:
        if fill not in self._templates:
            self._templates[fill] = self._filled(fill)
        return self._templates[fill]

    def _filled(self, fill: Fill) -> str:
        name = f"template_{next(self._numbers)}"
        if fill is nothing:
            self._execute("CREATE DATABASE {}", name)
            schema.migrate(lambda: connect(self._server.url(name), application="test-template"))
            return name
        fill(self._create(name, self._template(nothing)))
        return name

    def _create(self, name: str, template: str) -> Database:
        # writing every page into the log, as is the default, costs three times the processor
        self._execute("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return Database(name, self._server.url(name))

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with connect(self._server.url(), application="test-admin", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
