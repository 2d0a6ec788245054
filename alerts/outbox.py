"""The outbox: notifications are claimed, sent and recorded, one after the other."""

import logging
from collections import Counter, deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum, auto

import psycopg
from pydantic import ValidationError
from typing_extensions import TypedDict, Unpack

from alerts.channels import Channel
from alerts.dispatch import Dispatch, NoSecretError
from alerts.judge import Rules
from alerts.letter import Facts, Item, Letter, Reader, read_facts
from alerts.mail import Composer
from alerts.retrying import GIVE_UP_AFTER, next_attempt
from alerts.smtp import SmtpTransport
from alerts.transport import PermanentError, ServerAwayError, TransientError
from models.quota_progress import QuotaProgress
from models.quotas import Indicator
from models.registry import MAIL, Medium
from models.rules import Rule
from models.sightings import STANDSTILL, Sighting
from storage import alerting
from storage.alerting import Claim, Claimed, DailyUse, Measured, Outcome

CLAIM_LASTS = timedelta(minutes=10)
"""A claim older than this was left by a worker that died; sending to a server that takes a minute for each of
its answers takes less."""

AWAY_LASTS = timedelta(minutes=1)
"""So long a channel other than mail is left alone when it took nothing."""

_TREND_DAYS = 14
_WATER = Measured(Medium.WATER, "volume_m3")
_MEASURED = {
    Indicator.WATER_PER_PERSON: _WATER,
    Indicator.WATER_PER_PERSON_DAY: _WATER,
    Indicator.WATER_PER_BED_DAY: _WATER,
    Indicator.WATER_PER_AREA: _WATER,
    Indicator.ELECTRICITY_PER_AREA: Measured(Medium.ELECTRICITY, "energy_kwh"),
}
"""Where one medium is divided, the days behind a figure can be shown."""

_log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class Fate(Enum):
    """What became of one claimed notification in this round."""

    SENT = auto()
    RETRIED = auto()
    FAILED = auto()


class Outbox:
    """Sends what is due; what was sent and could not be recorded is recorded first thing next time."""

    def __init__(
        self,
        rules: Rules,
        composer: Composer,
        transport: SmtpTransport,
        channels: Mapping[str, Channel] | None = None,
    ) -> None:
        self._rules = rules
        self._dispatch = Dispatch(composer, transport, channels)
        self._unrecorded: deque[Outcome] = deque()
        self._away_since: dict[str, datetime] = {}
        self._without_secret: set[str] = set()

    def empty(
        self, connection: psycopg.Connection, clock: Clock, is_over: Callable[[], bool] = lambda: False
    ) -> Counter[Fate]:
        """Send everything that is due but for channels that turn out to be away; return what became of it.

        Mail waits for the next round then, other channels for a minute: asking one that does not answer
        takes seconds, in which nothing else is done. `is_over` is asked before each mail: whoever is told to
        stop does not send a hundred before it does.
        """
        self._record(connection)
        fates: Counter[Fate] = Counter()
        away = self._away(clock())
        while not is_over() and (
            claim := alerting.claim_mail(connection, clock(), clock() - CLAIM_LASTS, away)
        ):
            fate, is_away = self._send(connection, claim, clock)
            self._record(connection)
            fates[fate] += 1
            if is_away:
                away.add(claim.first.channel)
                self._away_since[claim.first.channel] = clock()
        return fates

    def _away(self, now: datetime) -> set[str]:
        return {
            channel
            for channel, since in self._away_since.items()
            if channel != MAIL and timedelta() <= now - since < AWAY_LASTS
        }

    def _send(self, connection: psycopg.Connection, claim: Claim, clock: Clock) -> tuple[Fate, bool]:
        try:
            letter = self._letter(connection, claim)
            self._dispatch.send(claim.first.channel, letter, clock())
        except PermanentError as error:
            return self._fail(claim, clock(), str(error)), False
        except TransientError as error:
            # a robot that is asked too often, or does not answer, will not take the next one either
            is_away = isinstance(error, ServerAwayError) or claim.first.channel != MAIL
            return self._try_again(claim, clock(), error), is_away
        self._unrecorded.append(_outcome(claim, sent_at=clock()))
        rules = ",".join(sorted({part.rule for part in claim.parts}))
        _log.info(
            "%s sent mail=%d rules=%s alerts=%d",
            claim.first.channel,
            claim.first.mail,
            rules,
            len(claim.parts),
        )
        return Fate.SENT, False

    def _letter(self, connection: psycopg.Connection, claim: Claim) -> Letter:
        rules = {rule.code: rule for rule in self._rules()}
        items = [
            _item(connection, rules[part.rule], part, is_alone=len(claim.parts) == 1)
            for part in claim.parts
            if part.rule in rules
        ]
        first = claim.first
        if not items:
            raise PermanentError(f"there is no rule {first.rule} in config/rules any more")
        reader = Reader(first.recipient, first.recipient_name, first.language)
        return Letter(first.mail, first.created_at, reader, tuple(items))

    def _try_again(self, claim: Claim, now: datetime, error: TransientError) -> Fate:
        first = claim.first
        not_before = next_attempt(claim.attempts, first.created_at, now)
        if not_before is None:
            return self._fail(claim, now, f"given up after {GIVE_UP_AFTER}: {error}")
        self._unrecorded.append(_outcome(claim, not_before=not_before, error=str(error)))
        if not isinstance(error, NoSecretError):
            _log.warning("%s delayed mail=%d until=%s error=%s", first.channel, first.mail, not_before, error)
        elif first.channel not in self._without_secret:
            self._without_secret.add(first.channel)
            _log.error("channel without secret, the rest goes on error=%s", error)
        return Fate.RETRIED

    def _fail(self, claim: Claim, now: datetime, error: str) -> Fate:
        self._unrecorded.append(_outcome(claim, failed_at=now, error=error))
        _log.error("%s failed mail=%d error=%s", claim.first.channel, claim.first.mail, error)
        return Fate.FAILED

    def _record(self, connection: psycopg.Connection) -> None:
        while self._unrecorded:
            alerting.record_outcome(connection, self._unrecorded[0])
            self._unrecorded.popleft()


class _What(TypedDict, total=False):
    sent_at: datetime
    failed_at: datetime
    not_before: datetime
    error: str


def _outcome(claim: Claim, **what: Unpack[_What]) -> Outcome:
    return Outcome(claim.first.mail, claim.first.claimed_at, **what)


def _item(connection: psycopg.Connection, rule: Rule, part: Claimed, *, is_alone: bool) -> Item:
    facts = _facts(part)
    days = _days(connection, facts, part.changed_at) if is_alone or isinstance(facts, QuotaProgress) else []
    return Item(rule, part.alert_id, part.change_id, part.changed_at, part.reason, facts, tuple(days))


def _days(connection: psycopg.Connection, facts: Facts, at: datetime) -> list[DailyUse]:
    """Return the days behind an alert: of an institution's main meters, of a meter or of several."""
    if isinstance(facts, Sighting):
        return _days_seen(connection, facts, at)
    measured = _MEASURED.get(facts.indicator)
    if measured is None:
        return []
    return alerting.daily_use(connection, facts.institution, measured, at, _TREND_DAYS)


def _days_seen(connection: psycopg.Connection, seen: Sighting, at: datetime) -> list[DailyUse]:
    match seen.kind, seen.subject_kind:
        case "leak", "meter" if seen.reason != STANDSTILL:
            return alerting.nights_of_meter(connection, seen.code, at, _TREND_DAYS)
        case "allowance", _:
            parts = (part.rpartition(":") for part in seen.meters.split())
            shares = {meter: float(share) for meter, _, share in parts}
            return alerting.daily_use_of_meters(connection, shares, at, _TREND_DAYS)
        case _, "meter":
            return alerting.daily_use_of_meter(connection, seen.code, at, _TREND_DAYS)
        case _:
            return []


def _facts(part: Claimed) -> Facts:
    try:
        return read_facts(part.figures)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise PermanentError(f"the figures of change {part.change_id}: {field}: {first['msg']}") from error
