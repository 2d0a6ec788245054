"""Everything that mails, in its order: alerts before reports."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import psycopg

from alerts.outbox import Clock, Fate


class Mailer(Protocol):
    """Something that has mail to send: the outbox of alerts, that of reports, or several of them."""

    def empty(
        self, connection: psycopg.Connection, clock: Clock, is_over: Callable[[], bool] = lambda: False
    ) -> Counter[Fate]:
        """Send what is due, until `is_over`; return what became of it."""
        ...


@dataclass(frozen=True, slots=True)
class Post:
    """Several that mail, one after the other."""

    mailers: tuple[Mailer, ...]

    def empty(
        self, connection: psycopg.Connection, clock: Clock, is_over: Callable[[], bool] = lambda: False
    ) -> Counter[Fate]:
        """Let each send what is due; return what became of all of it."""
        fates: Counter[Fate] = Counter()
        for mailer in self.mailers:
            fates += mailer.empty(connection, clock, is_over)
        return fates
