"""Alerts in the database: what is judged, what is remembered, and the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import psycopg
from psycopg.rows import class_row, scalar_row
from psycopg.types.json import Jsonb
from pydantic.dataclasses import dataclass as row_dataclass

from models.alerts import AlertState, Change, ChangeReason, Figure, Observation, Severity, State
from models.quota_progress import QuotaProgress
from models.quotas import Indicator
from models.registry import Language, Medium
from storage.database import query

_LOCK = 0x616C6572
"""Advisory lock of whoever judges."""


@row_dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered of one alert."""

    subject: str
    institution_id: int | None
    state: State
    since: datetime
    told_at: datetime | None

    @property
    def alert_state(self) -> AlertState:
        """The part the state machine works on."""
        return AlertState(self.state, self.since, self.told_at)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a round found of one subject: what was seen, what the alert is now, and whether it changed."""

    rule: str
    severity: Severity
    seen: Observation
    state: AlertState
    change: Change | None


@dataclass(frozen=True, slots=True)
class Written:
    """How many alerts changed, and the subjects of which nobody could be told: they have no contact."""

    changes: int
    unheard: list[str]


@row_dataclass(frozen=True, slots=True)
class Claim:
    """A notification that this worker holds, with the change it tells of."""

    id: int
    claimed_at: datetime
    attempts: int
    created_at: datetime
    recipient: str
    recipient_name: str
    language: Language
    rule: str
    change_id: int
    changed_at: datetime
    reason: ChangeReason
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claim: sent, failed for good, or to be tried again at `not_before`."""

    id: int
    claimed_at: datetime
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    not_before: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """Which meters an indicator adds up: those of one medium that count one quantity."""

    medium: Medium
    quantity: str


@dataclass(frozen=True, slots=True)
class DailyUse:
    """What the main meters of an institution counted on one day, and how much of the day was metered."""

    day: date
    amount: float
    coverage: float


@row_dataclass(frozen=True, slots=True)
class Listed:
    """One alert as `guanjia alerts list` shows it; the counts are mails since it came into its state."""

    rule: str
    subject: str
    institution_name: str
    state: State
    since: datetime
    severity: Severity
    figures: dict[str, Figure]
    sent: int
    waiting: int
    failed: int
    error: str


def take_round(connection: psycopg.Connection) -> bool:
    """Become the one that judges until this transaction ends; False when another worker is."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        return bool(cursor.execute(query("alerts/take_round"), {"lock": _LOCK}).fetchone())


def quota_progress(connection: psycopg.Connection, indicator: Indicator) -> list[QuotaProgress]:
    """Return the latest progress of every institution that a quota judges by `indicator`."""
    with connection.cursor(row_factory=class_row(QuotaProgress)) as cursor:
        return cursor.execute(query("alerts/quota_progress"), {"indicator": indicator.value}).fetchall()


def remembered_alerts(connection: psycopg.Connection, rule: str) -> dict[str, Remembered]:
    """Return what is remembered of the alerts of the rule with this code, by subject."""
    with connection.cursor(row_factory=class_row(Remembered)) as cursor:
        rows = cursor.execute(query("alerts/current_alerts"), {"rule": rule}).fetchall()
    return {row.subject: row for row in rows}


def write_round(connection: psycopg.Connection, judgements: Sequence[Judgement]) -> Written:
    """Write alerts, changes and notifications in one statement."""
    parameters = {"alerts": Jsonb([_as_json(judgement) for judgement in judgements])}
    with connection.cursor(row_factory=class_row(Written)) as cursor:
        row = cursor.execute(query("alerts/write_round"), parameters).fetchone()
    return row or Written(0, [])


def claim_notification(connection: psycopg.Connection, now: datetime, stale_before: datetime) -> Claim | None:
    """Claim the notification that is due longest, in a transaction of its own."""
    parameters = {"now": now, "stale_before": stale_before}
    with connection.transaction(), connection.cursor(row_factory=class_row(Claim)) as cursor:
        return cursor.execute(query("alerts/claim_notification"), parameters).fetchone()


def record_outcome(connection: psycopg.Connection, outcome: Outcome) -> None:
    """Record what became of a claim, in a transaction of its own."""
    parameters = {
        "id": outcome.id,
        "claimed_at": outcome.claimed_at,
        "sent_at": outcome.sent_at,
        "failed_at": outcome.failed_at,
        "not_before": outcome.not_before,
        "error": outcome.error,
    }
    with connection.transaction():
        connection.execute(query("alerts/record_outcome"), parameters)


def daily_use(
    connection: psycopg.Connection, institution: str, measured: Measured, at: datetime, days: int
) -> list[DailyUse]:
    """Return what the main meters of `institution` counted on each of the `days` up to `at`, oldest first."""
    parameters = {
        "institution": institution,
        "medium": measured.medium.value,
        "quantity": measured.quantity,
        "at": at,
        "days": days,
    }
    with connection.transaction(), connection.cursor(row_factory=class_row(DailyUse)) as cursor:
        return cursor.execute(query("alerts/daily_use"), parameters).fetchall()


def list_alerts(connection: psycopg.Connection) -> list[Listed]:
    """Return every alert that is not inactive, the most urgent state first."""
    with connection.cursor(row_factory=class_row(Listed)) as cursor:
        return cursor.execute(query("alerts/list_alerts")).fetchall()


def _as_json(judgement: Judgement) -> dict[str, object]:
    state, change = judgement.state, judgement.change
    return {
        "rule": judgement.rule,
        "subject": judgement.seen.subject,
        "institution_id": judgement.seen.institution_id,
        "state": state.state.value,
        "since": state.since.isoformat(),
        "told_at": state.told_at.isoformat() if state.told_at else None,
        "severity": judgement.severity.value,
        "figures": judgement.seen.figures,
        "changed_at": change.at.isoformat() if change else None,
        "from_state": change.before.value if change else None,
        "reason": change.reason.value if change else None,
        "is_told": change.is_told if change else False,
    }
