"""What one pass of the judge asks the database for, each thing once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import LiteralString

import psycopg

from models.allowances import AllowanceStanding
from models.quota_progress import QuotaProgress
from storage import alerting
from storage.watched import Seen, seen

Allowances = Callable[[psycopg.Connection, datetime], Sequence[AllowanceStanding]]
"""Where every place with an approved volume stands at an instant: the operator's file and calendar say."""


def no_allowances(_: psycopg.Connection, __: datetime) -> Sequence[AllowanceStanding]:
    """Know of no place with an allowance."""
    return ()


class Sight:
    """What is measured, as far as one pass asks for it: rules that ask the same share the answer."""

    def __init__(self, connection: psycopg.Connection, allowances: Allowances = no_allowances) -> None:
        self._connection = connection
        self._allowances = allowances
        self._standing: Sequence[AllowanceStanding] | None = None
        self._seen: dict[tuple[str, tuple[tuple[str, object], ...]], dict[int, Seen]] = {}
        self._quotas: list[QuotaProgress] | None = None

    def seen(self, name: LiteralString, asked: Mapping[str, object]) -> dict[int, Seen]:
        """Return what a query of storage/queries/alerts/ measures, by meter or device."""
        key = (name, tuple(sorted(asked.items())))
        if key not in self._seen:
            self._seen[key] = seen(self._connection, name, asked)
        return self._seen[key]

    def quotas(self) -> list[QuotaProgress]:
        """Return how far every institution has come with every quota."""
        if self._quotas is None:
            self._quotas = alerting.quota_progress(self._connection)
        return self._quotas

    def allowances(self, now: datetime) -> Sequence[AllowanceStanding]:
        """Return how far every place with an approved volume has come in its running period."""
        if self._standing is None:
            self._standing = self._allowances(self._connection, now)
        return self._standing
