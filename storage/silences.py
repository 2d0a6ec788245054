"""Silences and acknowledgements: what people say about alerts."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import psycopg
from psycopg.rows import class_row, scalar_row

from models.alerts import Observation
from models.silences import recurring
from storage.audit import record
from storage.database import query


@dataclass(frozen=True, slots=True)
class Silence:
    """When nobody is told of what; `recurrence` is empty for one that lasts from begin to end.

    `institution` is a code, with all below it; `id` is 0 until it is stored.
    """

    institution: str | None
    rule: str | None
    subject: str | None
    begins_at: datetime
    ends_at: datetime | None
    recurrence: str
    lasting: timedelta | None
    timezone: str
    reason: str
    author: str
    id: int = 0

    def covers(self, rule: str, seen: Observation) -> bool:
        """Tell whether an alert is among those it is about: all that is given must hold."""
        return (
            (self.rule is None or self.rule == rule)
            and (self.subject is None or self.subject == seen.subject)
            and (self.institution is None or self.institution in seen.traits.institutions)
        )

    def is_active(self, at: datetime) -> bool:
        """Tell whether it holds at an instant.

        Raises
        ------
        ConfigError
            When it recurs in a way nobody can read: it was written past the commands.
        """
        if not self.begins_at <= at or (self.ends_at is not None and at >= self.ends_at):
            return False
        if self.lasting is None:
            return True
        return recurring(self.recurrence, self.begins_at, self.lasting, self.timezone).is_active(at)


def silences(connection: psycopg.Connection, now: datetime) -> list[Silence]:
    """Return the silences that are not over."""
    with connection.cursor(row_factory=class_row(Silence)) as cursor:
        return cursor.execute(query("alerts/silences"), {"now": now}).fetchall()


@dataclass(frozen=True, slots=True)
class FoundAlert:
    """An alert that a name stands for."""

    id: int
    rule: str
    subject: str
    state: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history of alerts: a change, an acknowledgement, or what became of a mail."""

    at: datetime
    alert_id: int
    rule: str
    subject: str
    institution_name: str
    what: str
    detail: str


def find_alerts(connection: psycopg.Connection, name: str, rule: str | None) -> list[FoundAlert]:
    """Return the alerts with that number, subject, or code of the subject."""
    with connection.cursor(row_factory=class_row(FoundAlert)) as cursor:
        return cursor.execute(query("alerts/find_alerts"), {"name": name, "rule": rule}).fetchall()


def acknowledge(connection: psycopg.Connection, alert: int, at: datetime, author: str, note: str) -> None:
    """Say that `author` takes an alert on."""
    parameters = {"alert": alert, "at": at, "author": author, "note": note}
    connection.execute(query("alerts/acknowledge"), parameters)
    record(connection, author, "acknowledge", f"alert {alert}", None, {"note": note} if note else None)


def add_silence(connection: psycopg.Connection, silence: Silence, now: datetime) -> int:
    """Add a silence and return its number."""
    parameters = asdict(silence) | {"created_at": now}
    with connection.cursor(row_factory=scalar_row) as cursor:
        number = int(cursor.execute(query("alerts/add_silence"), parameters).fetchone() or 0)
    record(connection, silence.author, "add", f"silence {number}", None, _said(silence))
    return number


def end_silence(connection: psycopg.Connection, silence: int, now: datetime, author: str) -> bool:
    """End a silence; False when there is none of that number that holds or is to come."""
    parameters = {"silence": silence, "now": now, "author": author}
    ended = connection.execute(query("alerts/end_silence"), parameters).fetchone() is not None
    if ended:
        record(connection, author, "end", f"silence {silence}")
    return ended


def _said(silence: Silence) -> dict[str, object]:
    of_whom = {"institution": silence.institution, "rule": silence.rule, "subject": silence.subject}
    when = {
        "begins_at": silence.begins_at.isoformat(),
        "ends_at": None if silence.ends_at is None else silence.ends_at.isoformat(),
        "recurrence": silence.recurrence,
    }
    return {name: value for name, value in (of_whom | when | {"reason": silence.reason}).items() if value}


def history(
    connection: psycopg.Connection, since: datetime, rule: str | None, name: str | None
) -> list[Happening]:
    """Return what happened to alerts since an instant, the latest last."""
    with connection.cursor(row_factory=class_row(Happening)) as cursor:
        return cursor.execute(
            query("alerts/history"), {"since": since, "rule": rule, "name": name}
        ).fetchall()
