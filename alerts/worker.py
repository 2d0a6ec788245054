"""The alerts worker: judge the rules, write what changed and who is told, send the mail; then wait."""

import logging
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

import psycopg

from alerts.judge import Judge
from alerts.outbox import Clock, Fate
from alerts.post import Mailer
from models.errors import UnreachableError
from storage import alerting
from storage.alerting import Judgement, Written

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
    judge: Judge,
    outbox: Mailer,
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
                    one_round(connection, judge, outbox, clock)
                    wait = every
                    stop.wait(every.total_seconds())
        except (UnreachableError, psycopg.OperationalError) as error:
            _log.warning("database away retry_seconds=%.1f error=%s", wait.total_seconds(), error)
            stop.wait(wait.total_seconds())
            wait = min(wait * 2, max(_LONGEST_WAIT, every))


def one_round(
    connection: psycopg.Connection, judge: Judge, outbox: Mailer, clock: Clock, *, everything: bool = False
) -> Round:
    """Judge the rules that are due and send the mail that is; safe beside any number of other workers."""
    changes = _judge(connection, judge, clock(), everything=everything)
    fates = outbox.empty(connection, clock)
    return Round(
        is_judge=changes is not None,
        changes=changes or 0,
        sent=fates[Fate.SENT],
        retried=fates[Fate.RETRIED],
        failed=fates[Fate.FAILED],
    )


def _judge(connection: psycopg.Connection, judge: Judge, now: datetime, *, everything: bool) -> int | None:
    with connection.transaction():
        if not alerting.take_round(connection):
            return None
        judgements = judge.judge(connection, now, everything=everything)
        written = alerting.write_round(connection, judgements) if judgements else Written(0, [])
    _say(judgements, written)
    return written.changes


def _say(judgements: Sequence[Judgement], written: Written) -> None:
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
