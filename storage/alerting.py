"""Alerts in the database: what is judged, what is remembered, and the outbox."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import psycopg
from psycopg.rows import class_row, scalar_row
from psycopg.types.json import Jsonb
from pydantic.dataclasses import dataclass as row_dataclass

from models.alerts import AlertState, Audience, Change, ChangeReason, Figure, Observation, Severity, State
from models.people import Matter, Telling
from models.quota_progress import QuotaProgress
from models.registry import Language, Medium
from storage.database import query

_LOCK = 0x616C6572
"""Advisory lock of whoever judges."""

_CLAIM_LOCK = 0x6D61696C
"""Advisory lock of whoever claims: two at once would make two mails of one group."""

GROUP_INTERVAL = timedelta(minutes=5)
"""So long a group whose rules wait for others does not send another mail."""


@row_dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered of one alert; `acknowledged_at` is when it was last acknowledged."""

    rule: str
    subject: str
    institution_id: int | None
    severity: Severity
    state: State
    since: datetime
    told_at: datetime | None
    fired_at: datetime | None
    escalated_at: datetime | None
    acknowledged_at: datetime | None

    @property
    def alert_state(self) -> AlertState:
        """The part the state machine works on."""
        return AlertState(self.state, self.since, self.told_at, self.fired_at, self.escalated_at)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a round found of one subject: what was seen, what the alert is now, and whether it changed."""

    rule: str
    rule_group: str
    wait: timedelta
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
class Claimed:
    """A notification that this worker holds, with the change it tells of; `mail` is the one it is part of."""

    id: int
    mail: int
    claimed_at: datetime
    attempts: int
    created_at: datetime
    channel: str
    recipient: str
    recipient_name: str
    language: Language
    rule_group: str
    rule: str
    alert_id: int
    change_id: int
    changed_at: datetime
    reason: ChangeReason
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Claim:
    """A mail that this worker holds: everything that one reader is told of one group at once."""

    parts: tuple[Claimed, ...]

    @property
    def first(self) -> Claimed:
        """The part that gives the mail its number."""
        return self.parts[0]

    @property
    def attempts(self) -> int:
        """How often it was tried, this time with it."""
        return max(part.attempts for part in self.parts)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claim: sent, failed for good, or to be tried again at `not_before`."""

    mail: int
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

    id: int
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


def quota_progress(connection: psycopg.Connection) -> list[QuotaProgress]:
    """Return the latest progress of every institution with every indicator that a quota judges."""
    with connection.cursor(row_factory=class_row(QuotaProgress)) as cursor:
        return cursor.execute(query("alerts/quota_progress")).fetchall()


def remembered_alerts(connection: psycopg.Connection) -> dict[str, dict[str, Remembered]]:
    """Return what is remembered of all alerts, by rule and subject."""
    found: defaultdict[str, dict[str, Remembered]] = defaultdict(dict)
    with connection.cursor(row_factory=class_row(Remembered)) as cursor:
        for row in cursor.execute(query("alerts/current_alerts")):
            found[row.rule][row.subject] = row
    return found


def write_round(
    connection: psycopg.Connection,
    judgements: Sequence[Judgement],
    tellings: Mapping[Matter, Sequence[Telling]],
) -> Written:
    """Write alerts, changes and notifications to those who are told of each matter, in one statement."""
    parameters = {
        "tellings": Jsonb([_telling(matter, each) for matter, found in tellings.items() for each in found]),
        "alerts": Jsonb([_as_json(judgement) for judgement in judgements]),
        "interval_s": GROUP_INTERVAL.total_seconds(),
    }
    with connection.cursor(row_factory=class_row(Written)) as cursor:
        row = cursor.execute(query("alerts/write_round"), parameters).fetchone()
    return row or Written(0, [])


def claim_mail(
    connection: psycopg.Connection, now: datetime, stale_before: datetime, away: Iterable[str] = ()
) -> Claim | None:
    """Claim what is due longest, mail before other channels, in a transaction of its own.

    Nothing is claimed for the channels `away`.
    """
    parameters = {"now": now, "stale_before": stale_before, "away": list(away)}
    with connection.transaction(), connection.cursor(row_factory=class_row(Claimed)) as cursor:
        connection.execute(query("alerts/claim_alone"), {"lock": _CLAIM_LOCK})
        parts = cursor.execute(query("alerts/claim_notification"), parameters).fetchall()
    return Claim(tuple(parts)) if parts else None


def record_outcome(connection: psycopg.Connection, outcome: Outcome) -> None:
    """Record what became of a claim, in a transaction of its own."""
    parameters = {
        "mail": outcome.mail,
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


def daily_use_of_meter(connection: psycopg.Connection, meter: str, at: datetime, days: int) -> list[DailyUse]:
    """Return what a meter counted on each of the `days` up to `at`, oldest first."""
    parameters = {"meter": meter, "at": at, "days": days}
    with connection.transaction(), connection.cursor(row_factory=class_row(DailyUse)) as cursor:
        return cursor.execute(query("alerts/daily_use_of_meter"), parameters).fetchall()


def daily_use_of_meters(
    connection: psycopg.Connection, shares: Mapping[str, float], at: datetime, days: int
) -> list[DailyUse]:
    """Return what meters, each times its share, counted together on each of the `days` up to `at`."""
    parameters = {"meters": list(shares), "shares": list(shares.values()), "at": at, "days": days}
    with connection.transaction(), connection.cursor(row_factory=class_row(DailyUse)) as cursor:
        return cursor.execute(query("alerts/daily_use_of_meters"), parameters).fetchall()


def nights_of_meter(connection: psycopg.Connection, meter: str, at: datetime, days: int) -> list[DailyUse]:
    """Return the own quiet flow of a meter [m3/h] in each of the nights up to `at`, oldest first."""
    parameters = {"meter": meter, "at": at, "days": days}
    with connection.transaction(), connection.cursor(row_factory=class_row(DailyUse)) as cursor:
        return cursor.execute(query("alerts/nights_of_meter"), parameters).fetchall()


def list_alerts(connection: psycopg.Connection) -> list[Listed]:
    """Return every alert that is not inactive, the most urgent state first."""
    with connection.cursor(row_factory=class_row(Listed)) as cursor:
        return cursor.execute(query("alerts/list_alerts")).fetchall()


def _as_json(judgement: Judgement) -> dict[str, object]:
    state, change = judgement.state, judgement.change
    columns: dict[str, object] = {
        "rule": judgement.rule,
        "rule_group": judgement.rule_group,
        "wait_s": judgement.wait.total_seconds(),
        "subject": judgement.seen.subject,
        "institution_id": judgement.seen.institution_id,
        "state": state.state.value,
        "since": state.since,
        "told_at": state.told_at,
        "fired_at": state.fired_at,
        "escalated_at": state.escalated_at,
        "severity": judgement.severity.value,
        "figures": judgement.seen.figures,
        "changed_at": change.at if change else None,
        "from_state": change.before.value if change else None,
        "reason": change.reason.value if change else None,
        "audience": (change.audience if change else Audience.NOBODY).value,
    }
    return {name: _plain(value) for name, value in columns.items()}


def _telling(matter: Matter, telling: Telling) -> dict[str, object]:
    columns: dict[str, object] = {
        "institution_id": matter.institution_id,
        "severity": matter.severity.value,
        "rule_group": matter.group,
        "audience": matter.audience.value,
        "channel": telling.channel,
        "recipient": telling.recipient,
        "language": telling.language.value,
        "quiet_from": telling.quiet_from,
        "quiet_to": telling.quiet_to,
        "quiet_zone": telling.quiet_zone,
    }
    return {name: _plain(value) for name, value in columns.items()}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime | time) else value
