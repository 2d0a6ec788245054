"""Reports are claimed, made from the database, sent and recorded, one after the other."""

import logging
from collections import Counter, deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from gettext import GNUTranslations

import psycopg
from typing_extensions import TypedDict, Unpack

from alerts.judge import Rules
from alerts.letter import Reader
from alerts.mail import Composer
from alerts.outbox import CLAIM_LASTS, Clock, Fate
from alerts.reports.making import Asked, make
from alerts.reports.rendering import ReportRenderer
from alerts.retrying import GIVE_UP_AFTER, next_attempt
from alerts.smtp import SmtpTransport
from alerts.transport import PermanentError, ServerAwayError, TransientError
from models.errors import GuanjiaError
from models.registry import Language
from storage import mailed_reports
from storage.mailed_reports import ClaimedReport, ReportOutcome

LOOKS_EVERY = timedelta(minutes=1)
"""Whether a report became due is looked up so often."""

LONGEST_ROUND = timedelta(seconds=30)
"""After so long alerts come first again; the next round goes on with the reports."""

_log = logging.getLogger(__name__)


class Reports:
    """Mails the reports that are due; what was sent and could not be recorded is recorded first next time."""

    def __init__(
        self,
        rules: Rules,
        composer: Composer,
        transport: SmtpTransport,
        translations: Mapping[Language, GNUTranslations],
    ) -> None:
        self._rules = rules
        self._composer = composer
        self._transport = transport
        self._translations = translations
        self._renderers = {
            language: ReportRenderer(language, catalogue) for language, catalogue in translations.items()
        }
        self._looked_at: datetime | None = None
        self._unrecorded: deque[ReportOutcome] = deque()

    def empty(
        self, connection: psycopg.Connection, clock: Clock, is_over: Callable[[], bool] = lambda: False
    ) -> Counter[Fate]:
        """Write down what is due and send it, until `is_over`, the server is away or the round is long."""
        began = clock()
        self._record(connection)
        self._look(connection, began)
        fates: Counter[Fate] = Counter()
        while (
            not is_over()
            and clock() - began < LONGEST_ROUND
            and (claim := mailed_reports.claim(connection, clock(), clock() - CLAIM_LASTS))
        ):
            fate, is_away = self._send(connection, claim, clock)
            self._record(connection)
            if fate is not None:
                fates[fate] += 1
            if is_away:
                break
        return fates

    def _look(self, connection: psycopg.Connection, now: datetime) -> None:
        if self._looked_at is not None and timedelta(0) <= now - self._looked_at < LOOKS_EVERY:
            return
        written = mailed_reports.write_due(connection, now)
        self._looked_at = now
        if written:
            _log.info("reports due count=%d", written)

    def _send(
        self, connection: psycopg.Connection, claim: ClaimedReport, clock: Clock
    ) -> tuple[Fate | None, bool]:
        try:
            report = make(connection, _asked(claim), self._translations[claim.language], self._rules())
            if claim.only_when_something and report.is_quiet:
                self._unrecorded.append(_outcome(claim, skipped_at=clock()))
                _log.info("report skipped report=%d institution=%s", claim.id, claim.institution)
                return None, False
            reader = Reader(claim.recipient, claim.recipient_name, claim.language)
            # ids begin again in another database: the instant keeps them apart
            number = f"{claim.created_at.timestamp():.6f}.{claim.id}"
            parcel = self._renderers[claim.language].parcel(report, reader, number, _header(claim))
            self._transport.send(self._composer.enclose(parcel, clock()))
        except TransientError as error:
            return self._try_again(claim, clock(), str(error)), isinstance(error, ServerAwayError)
        except (PermanentError, GuanjiaError) as error:
            return self._fail(claim, clock(), str(error)), False
        self._unrecorded.append(_outcome(claim, sent_at=clock()))
        _log.info("report sent report=%d kind=%s institution=%s", claim.id, claim.kind, claim.institution)
        return Fate.SENT, False

    def _try_again(self, claim: ClaimedReport, now: datetime, error: str) -> Fate:
        not_before = next_attempt(claim.attempts, claim.created_at, now)
        if not_before is None:
            return self._fail(claim, now, f"given up after {GIVE_UP_AFTER}: {error}")
        self._unrecorded.append(_outcome(claim, not_before=not_before, error=error))
        _log.warning("report delayed report=%d until=%s error=%s", claim.id, not_before, error)
        return Fate.RETRIED

    def _fail(self, claim: ClaimedReport, now: datetime, error: str) -> Fate:
        self._unrecorded.append(_outcome(claim, failed_at=now, error=error))
        _log.error("report failed report=%d error=%s", claim.id, error)
        return Fate.FAILED

    def _record(self, connection: psycopg.Connection) -> None:
        while self._unrecorded:
            mailed_reports.record(connection, self._unrecorded[0])
            self._unrecorded.popleft()


class _What(TypedDict, total=False):
    sent_at: datetime
    failed_at: datetime
    skipped_at: datetime
    not_before: datetime
    error: str


def _outcome(claim: ClaimedReport, **what: Unpack[_What]) -> ReportOutcome:
    return ReportOutcome(claim.id, claim.claimed_at, **what)


def _asked(claim: ClaimedReport) -> Asked:
    return Asked(claim.kind, claim.institution, claim.period, claim.since, claim.created_at, claim.language)


def _header(claim: ClaimedReport) -> tuple[str, str]:
    parts = {"kind": claim.kind.value, "institution": claim.institution, "period": claim.period.isoformat()}
    return "X-Guanjia-Report", "; ".join(f"{name}={value}" for name, value in parts.items())
