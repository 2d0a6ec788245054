"""Who changed what: entries that no process may change or remove."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from storage.database import query


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody did something to a subject, which was one thing `was`, and became another; None: nothing."""

    id: int
    at: datetime
    author: str
    action: str
    subject: str
    was: dict[str, Any] | None
    became: dict[str, Any] | None


def record(
    connection: psycopg.Connection,
    author: str,
    action: str,
    subject: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Write an entry in the transaction of the change itself, so that neither is there without the other.

    `subject` is KIND NAME, as in `account officer`; `before` and `after` hold what JSON can, and no secret.
    """
    parameters = {
        "author": author,
        "action": action,
        "subject": subject,
        "was": None if before is None else Jsonb(dict(before)),
        "became": None if after is None else Jsonb(dict(after)),
    }
    connection.execute(query("users/add_audit_entry"), parameters)


def entries(
    connection: psycopg.Connection, about: str = "", *, older_than: int | None = None, most: int = 100
) -> list[Entry]:
    """Return the newest entries first, of subjects that hold the text `about`."""
    parameters = {"about": about, "older_than": older_than, "most": most}
    with connection.cursor(row_factory=class_row(Entry)) as cursor:
        return cursor.execute(query("users/audit_entries"), parameters).fetchall()
