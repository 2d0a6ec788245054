"""The alerts worker: one thread judges and writes what changed and who is told, another sends the mail."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

import psycopg

from alerts.judge import Judge
from alerts.outbox import Clock, Fate
from alerts.post import Mailer
from alerts.telling import tellings
from models.errors import UnreachableError
from storage import alerting
from storage.alerting import Judgement, Written

HUNG_AFTER = timedelta(seconds=15)
"""So long may a transaction wait for this process; then it counts as hung, and another worker takes over."""

_LONGEST_WAIT = timedelta(minutes=1)
_AWAY = (UnreachableError, psycopg.OperationalError, psycopg.errors.IdleInTransactionSessionTimeout)

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
    """Judge each `every`, and send beside it, until `stop` is set: a slow mail server holds up no judging.

    Each has a connection of its own, and tries less and less often while the database is away.
    """
    posted = Event()

    def judging(connection: psycopg.Connection) -> None:
        if _judge(connection, judge, clock(), everything=False):
            posted.set()

    def sending(connection: psycopg.Connection) -> None:
        posted.clear()
        outbox.empty(connection, clock, stop.is_set)

    def end(_: Future[None]) -> None:
        stop.set()
        posted.set()

    with ThreadPoolExecutor(1, "sender") as pool:
        sender = pool.submit(_keep_on, connect, sending, stop, every, posted)
        # without its sender a worker would judge and tell nobody
        sender.add_done_callback(end)
        try:
            _keep_on(connect, judging, stop, every, stop)
        finally:
            stop.set()
            posted.set()
    sender.result()


def _keep_on(
    connect: Callable[[], psycopg.Connection],
    work: Callable[[psycopg.Connection], None],
    stop: Event,
    every: timedelta,
    wake: Event,
) -> None:
    """Do `work` until `stop` is set: each `every`, or as soon as `wake` is set."""
    wait = every
    while not stop.is_set():
        try:
            with closing(connect()) as connection:
                while not stop.is_set():
                    work(connection)
                    wait = every
                    wake.wait(every.total_seconds())
        except _AWAY as error:
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
        told = tellings(connection, judgements)
        written = alerting.write_round(connection, judgements, told) if judgements else Written(0, [])
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
        _log.error(
            "alert without contact subject=%s remedy=add a contact that takes it",
            subject,
        )
