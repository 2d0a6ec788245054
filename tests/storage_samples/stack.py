"""A database as the tests of the two stacks share it: migrated from empty, filled, and tried."""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg

from storage import schema
from storage.database import connect
from tests.storage_samples import trial


@dataclass(frozen=True, slots=True)
class Stack:
    """A filled database; `applied` are the migrations that made it, the rest is what it gave right after."""

    url: str
    applied: tuple[str, ...]
    outcomes: Mapping[str, trial.Outcome]
    views: Mapping[str, trial.Outcome]

    def connect(self, *, autocommit: bool = False) -> psycopg.Connection:
        """Open a connection as the owner."""
        return connect(self.url, application="test", autocommit=autocommit)


def build(url: str) -> Stack:
    """Migrate and fill the empty database at `url`, and try every query and view."""
    steps = schema.migrate(lambda: connect(url, application="test-migrate"))
    with connect(url, application="test-fill") as connection:
        trial.fill(connection)
        outcomes = trial.outcomes(connection)
        views = trial.views(connection)
    return Stack(url, tuple(step.number for step in steps), outcomes, views)
