"""The alerts worker: judge the rules, write what changed and who is told, send the mail; then wait."""

import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

import psycopg

from alerts.judging import quota_observations
from alerts.outbox import Clock, Fate, Outbox
from alerts.state import step
from models.alerts import AlertState, Lack, Observation, State
from models.errors import UnreachableError
from models.rules import Rule
from storage import alerting
from storage.alerting import Judgement, Remembered

_LONGEST_WAIT = timedelta(minutes=1)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did; `is_judge` is False where another worker was judging at that moment."""

    is_judge: bool
    changes: int
    sent: int
    retried: int
    failed: int


def run(
    connect: Callable[[], psycopg.Connection],
    rules: Sequence[Rule],
    outbox: Outbox,
    stop: Event,
    clock: Clock,
    every: timedelta,
) -> None:
    """Do rounds, `every` apart, until `stop` is set; while the database is away, try less and less often."""
    wait = every
    while not stop.is_set():
        try:
            with closing(connect()) as connection:
                while not stop.is_set():
                    one_round(connection, rules, outbox, clock)
                    wait = every
                    stop.wait(every.total_seconds())
        except (UnreachableError, psycopg.OperationalError) as error:
            _log.warning("database away retry_seconds=%.1f error=%s", wait.total_seconds(), error)
            stop.wait(wait.total_seconds())
            wait = min(wait * 2, max(_LONGEST_WAIT, every))


def one_round(connection: psycopg.Connection, rules: Sequence[Rule], outbox: Outbox, clock: Clock) -> Round:
    """Judge every rule once and send what is due; safe beside any number of other workers."""
    changes = _judge_all(connection, rules, clock())
    fates = outbox.empty(connection, clock)
    return Round(
        is_judge=changes is not None,
        changes=changes or 0,
        sent=fates[Fate.SENT],
        retried=fates[Fate.RETRIED],
        failed=fates[Fate.FAILED],
    )


def judge(
    rule: Rule, observations: Sequence[Observation], remembered: dict[str, Remembered], now: datetime
) -> list[Judgement]:
    """Return what each alert of `rule` becomes; what never left inactive is not worth a row."""
    seen = {observation.subject: observation for observation in observations}
    gone = [_gone(alert) for alert in remembered.values() if alert.subject not in seen]
    judgements = [
        _judge_one(rule, observation, remembered.get(observation.subject), now)
        for observation in (*observations, *gone)
    ]
    return [judged for judged in judgements if judged.change or judged.seen.subject in remembered]


def _judge_all(connection: psycopg.Connection, rules: Sequence[Rule], now: datetime) -> int | None:
    with connection.transaction():
        if not alerting.take_round(connection):
            return None
        judgements = [judged for rule in rules for judged in _judge_rule(connection, rule, now)]
        written = alerting.write_round(connection, judgements)
    for judged in judgements:
        if judged.change:
            _log.info(
                "alert changed rule=%s subject=%s to=%s reason=%s",
                judged.rule,
                judged.seen.subject,
                judged.change.after,
                judged.change.reason,
            )
    for subject in written.unheard:
        _log.error("alert without contact subject=%s remedy=add a contact in the registry", subject)
    return written.changes


def _judge_rule(connection: psycopg.Connection, rule: Rule, now: datetime) -> list[Judgement]:
    observations = quota_observations(rule, alerting.quota_progress(connection, rule.indicator))
    return judge(rule, observations, alerting.remembered_alerts(connection, rule.code), now)


def _judge_one(rule: Rule, seen: Observation, before: Remembered | None, now: datetime) -> Judgement:
    current = before.alert_state if before else AlertState(State.INACTIVE, now)
    state, change = step(current, seen, now, rule)
    return Judgement(rule.code, rule.severity, seen, state, change)


def _gone(alert: Remembered) -> Observation:
    return Observation(alert.subject, alert.institution_id, None, Lack.SUBJECT, {})
