"""The outbox of reports: one row for each recipient, institution, kind and period."""

from dataclasses import dataclass
from datetime import date, datetime

import psycopg
from psycopg.rows import class_row, scalar_row
from pydantic.dataclasses import dataclass as row_dataclass

from models.registry import Language, ReportKind
from storage.database import query

SETTLED_COVERAGE = 0.95
"""A month is settled when so much of its last day is metered by every main meter."""

LAST_DAY_TO_WAIT = 3
"""On this day of the next month its report goes out with whatever is known."""


@row_dataclass(frozen=True, slots=True)
class ClaimedReport:
    """A report that this worker holds: as things were at `created_at`, with what happened since `since`."""

    id: int
    claimed_at: datetime
    attempts: int
    institution: str
    recipient: str
    recipient_name: str
    language: Language
    kind: ReportKind
    period: date
    since: datetime
    created_at: datetime
    only_when_something: bool


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """What became of a claim: sent, failed, skipped, or to be tried again at `not_before`."""

    report: int
    claimed_at: datetime
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    skipped_at: datetime | None = None
    not_before: datetime | None = None
    error: str = ""


def write_due(connection: psycopg.Connection, now: datetime) -> int:
    """Write a row for every report that is due and has none; return how many, in a transaction of its own."""
    parameters = {"now": now, "coverage": SETTLED_COVERAGE, "last_day": LAST_DAY_TO_WAIT}
    with connection.transaction(), connection.cursor(row_factory=scalar_row) as cursor:
        return len(cursor.execute(query("reports/write_due"), parameters).fetchall())


def claim(connection: psycopg.Connection, now: datetime, stale_before: datetime) -> ClaimedReport | None:
    """Claim the report that is due longest, in a transaction of its own."""
    parameters = {"now": now, "stale_before": stale_before}
    with connection.transaction(), connection.cursor(row_factory=class_row(ClaimedReport)) as cursor:
        return cursor.execute(query("reports/claim"), parameters).fetchone()


def record(connection: psycopg.Connection, outcome: ReportOutcome) -> None:
    """Record what became of a claim, in a transaction of its own."""
    parameters = {
        "report": outcome.report,
        "claimed_at": outcome.claimed_at,
        "sent_at": outcome.sent_at,
        "failed_at": outcome.failed_at,
        "skipped_at": outcome.skipped_at,
        "not_before": outcome.not_before,
        "error": outcome.error,
    }
    with connection.transaction():
        connection.execute(query("reports/record"), parameters)
