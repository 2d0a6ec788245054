"""The outbox: notifications are claimed, sent and recorded, one after the other."""

import logging
from collections import Counter, deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

import psycopg
from pydantic import ValidationError

from alerts.letter import Letter, Reader
from alerts.mail import Composer
from alerts.retrying import GIVE_UP_AFTER, next_attempt
from alerts.smtp import SmtpTransport
from alerts.transport import PermanentError, ServerAwayError, TransientError
from models.quota_progress import QuotaProgress
from models.quotas import Indicator
from models.registry import Medium
from models.rules import Rule
from storage import alerting
from storage.alerting import Claim, Measured, Outcome

CLAIM_LASTS = timedelta(minutes=10)
"""A claim older than this was left by a worker that died; sending takes a few minutes at the very most."""

_TREND_DAYS = 14
_MEASURED = {Indicator.WATER_PER_PERSON: Measured(Medium.WATER, "volume_m3")}

_log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class Fate(Enum):
    """What became of one claimed notification in this round."""

    SENT = auto()
    RETRIED = auto()
    FAILED = auto()


class Outbox:
    """Sends what is due; what was sent and could not be recorded is recorded first thing next time."""

    def __init__(self, rules: Sequence[Rule], composer: Composer, transport: SmtpTransport) -> None:
        self._rules = {rule.code: rule for rule in rules}
        self._composer = composer
        self._transport = transport
        self._unrecorded: deque[Outcome] = deque()

    def empty(self, connection: psycopg.Connection, clock: Clock) -> Counter[Fate]:
        """Send everything that is due, or until the server turns out to be away; return what became of it."""
        self._record(connection)
        fates: Counter[Fate] = Counter()
        while claim := alerting.claim_notification(connection, clock(), clock() - CLAIM_LASTS):
            fate, is_away = self._send(connection, claim, clock)
            self._record(connection)
            fates[fate] += 1
            if is_away:
                break
        return fates

    def _send(self, connection: psycopg.Connection, claim: Claim, clock: Clock) -> tuple[Fate, bool]:
        try:
            letter = self._letter(connection, claim)
            self._transport.send(self._composer.compose(letter, clock()))
        except PermanentError as error:
            return self._fail(claim, clock(), str(error)), False
        except TransientError as error:
            return self._try_again(claim, clock(), str(error)), isinstance(error, ServerAwayError)
        self._unrecorded.append(Outcome(claim.id, claim.claimed_at, sent_at=clock()))
        _log.info("mail sent notification=%d rule=%s", claim.id, claim.rule)
        return Fate.SENT, False

    def _letter(self, connection: psycopg.Connection, claim: Claim) -> Letter:
        rule = self._rules.get(claim.rule)
        if rule is None:
            raise PermanentError(f"there is no rule {claim.rule} in config/rules any more")
        progress = _progress(claim)
        days = alerting.daily_use(
            connection, progress.institution, _MEASURED[progress.indicator], claim.changed_at, _TREND_DAYS
        )
        return Letter(
            notification_id=claim.id,
            created_at=claim.created_at,
            reader=Reader(claim.recipient, claim.recipient_name, claim.language),
            rule=rule,
            change_id=claim.change_id,
            changed_at=claim.changed_at,
            reason=claim.reason,
            progress=progress,
            days=tuple(days),
        )

    def _try_again(self, claim: Claim, now: datetime, error: str) -> Fate:
        not_before = next_attempt(claim.attempts, claim.created_at, now)
        if not_before is None:
            return self._fail(claim, now, f"given up after {GIVE_UP_AFTER}: {error}")
        self._unrecorded.append(Outcome(claim.id, claim.claimed_at, not_before=not_before, error=error))
        _log.warning("mail delayed notification=%d until=%s error=%s", claim.id, not_before, error)
        return Fate.RETRIED

    def _fail(self, claim: Claim, now: datetime, error: str) -> Fate:
        self._unrecorded.append(Outcome(claim.id, claim.claimed_at, failed_at=now, error=error))
        _log.error("mail failed notification=%d error=%s", claim.id, error)
        return Fate.FAILED

    def _record(self, connection: psycopg.Connection) -> None:
        while self._unrecorded:
            alerting.record_outcome(connection, self._unrecorded[0])
            self._unrecorded.popleft()


def _progress(claim: Claim) -> QuotaProgress:
    try:
        return QuotaProgress.model_validate(claim.figures)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise PermanentError(f"the figures of change {claim.change_id}: {field}: {first['msg']}") from error
