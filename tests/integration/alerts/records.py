"""Rows that registry and analytics would write, and the workers and servers of these tests."""

# ruff: noqa: ARG002, N802  (the names and arguments of handlers are aiosmtpd's)

import ssl
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import psycopg
from aiosmtpd.smtp import SMTP, Envelope, Session

from alerts.judge import Judge
from alerts.links import NO_LINKS, Links
from alerts.mail import Composer
from alerts.outbox import Outbox
from alerts.smtp import SmtpTransport, smtp_server
from guanjia.translations import translations
from models.calendar import Calendar
from tests.unit.alerts.samples import NOW, shipped_rule


class Hands:
    """A clock that stands where the test puts it."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


class Inbox:
    """A mail server's answers: it refuses `unknown` for good, is `busy` so many times, and keeps the rest."""

    def __init__(self, unknown: str = "", busy: int = 0) -> None:
        self.mails: list[EmailMessage] = []
        self._unknown = unknown
        self._busy = busy

    def busy(self, times: int) -> None:
        """Be busy for the next so many mails."""
        self._busy = times

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Sequence[str]
    ) -> str:
        if address == self._unknown:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self._busy:
            self._busy -= 1
            return "451 try again later"
        mail = message_from_bytes(envelope.original_content or b"", policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    def recipients(self) -> Counter[str]:
        return Counter(str(mail["To"].addresses[0].addr_spec) for mail in self.mails)


def read_mail(path: Path) -> EmailMessage:
    """Return a caught mail as its reader's program shows it."""
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def outbox_to(url: str, tls: ssl.SSLContext | None = None, links: Links = NO_LINKS) -> Outbox:
    """Return an outbox that sends to the server at `url`, with `links` in its mails."""
    transport = SmtpTransport(smtp_server(url), tls or ssl.create_default_context())
    return Outbox(lambda: [shipped_rule()], Composer("guanjia@example.org", translations(), links), transport)


def judge() -> Judge:
    """Return a judge of the shipped over-quota rule that has judged nothing yet: all is due."""
    return Judge(lambda: [shipped_rule()], Calendar())


def add_institution(
    connection: psycopg.Connection, code: str, contacts: Sequence[str], parent: str | None = None
) -> None:
    """Add an institution with contacts, and the quota that judges it."""
    connection.execute(
        "INSERT INTO institution (code, name, name_en, type, parent_id)"
        " VALUES (%s, %s, 'An office', 'government', (SELECT id FROM institution WHERE code = %s))",
        [code, f"机关{code}", parent],
    )
    for email in contacts:
        connection.execute(
            "INSERT INTO contact (institution_id, name, email, language)"
            " VALUES ((SELECT id FROM institution WHERE code = %s), '节能专管员', %s, 'zh_CN')",
            [code, email],
        )
    connection.execute(
        "INSERT INTO quota (code, indicator, category, unit, limit_tier, counts, source, year, valid, status)"
        " VALUES ('office', 'water_per_person', '机关', 'm3/(person·a)', '通用值', '{staff}',"
        " 'DB37/T 4452-2021', 2021, '[2021-01-01,)', 'single_source') ON CONFLICT DO NOTHING"
    )
    connection.execute(
        "INSERT INTO quota_tier (quota_id, position, name, name_en, value, purpose)"
        " SELECT id, 1, '通用值', 'general value', 25, '节水考核' FROM quota ON CONFLICT DO NOTHING"
    )
    connection.commit()


def set_progress(
    connection: psycopg.Connection, code: str, ratio: float, *, days: float = 35, coverage: float = 0.98
) -> None:
    """Write what analytics would: an institution of 600 people that used `ratio` times what is due."""
    used = days / 365 * ratio
    connection.execute(
        "INSERT INTO indicator_value (institution_id, indicator, period_start, period_end, value, unit,"
        " numerator, denominator, coverage, estimated_share, observed_days, quota_id, quota_value,"
        " used_share, due_share, projected, computed_at)"
        " SELECT institution.id, 'water_per_person', '2026-01-01', '2027-01-01', 25 * %(used)s, 'm3/person',"
        " 25 * 600 * %(used)s, 600, %(coverage)s, 0.01, %(days)s, quota.id, 25, %(used)s, %(days)s / 365.0,"
        " 25 * %(ratio)s, %(at)s FROM institution, quota WHERE institution.code = %(code)s"
        " ON CONFLICT (institution_id, indicator, period, period_start) DO UPDATE SET"
        " used_share = excluded.used_share, observed_days = excluded.observed_days,"
        " due_share = excluded.due_share, coverage = excluded.coverage, value = excluded.value",
        {"used": used, "ratio": ratio, "days": days, "coverage": coverage, "code": code, "at": NOW},
    )
    connection.commit()


def outbox_rows(connection: psycopg.Connection) -> list[tuple[str, bool, bool, int, str]]:
    """Return recipient, sent, failed, attempts and error of every notification."""
    return connection.execute(
        "SELECT recipient, sent_at IS NOT NULL, failed_at IS NOT NULL, attempts, error"
        " FROM notification ORDER BY recipient"
    ).fetchall()
