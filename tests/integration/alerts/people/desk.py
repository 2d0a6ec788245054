"""A desk of one bureau: its registry as people write it, a rule over it, and where its mail goes."""

import ssl
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage

import psycopg
from typing_extensions import override

from alerts.channels import Channel
from alerts.judge import Judge
from alerts.mail import Composer
from alerts.outbox import Outbox
from alerts.smtp import SmtpTransport, smtp_server
from alerts.worker import Round, one_round
from guanjia.registry_files.yaml_file import read_yaml
from guanjia.translations import translations
from models.alerts import Severity
from models.calendar import Calendar
from models.rules import Rule
from storage.alerting import Judgement
from storage.registry.apply import Applied, apply
from tests.integration.alerts.records import Hands
from tests.unit.alerts.samples import shipped_rule

LOOPBACK = "127.0.0.1"


class _Switch(SmtpTransport):
    """A way to one mail server, or to a port where nobody listens."""

    def __init__(self, url: str) -> None:
        tls = ssl.create_default_context()
        super().__init__(smtp_server(url), tls)
        self._nobody = SmtpTransport(smtp_server(f"smtp://{LOOPBACK}:1"), tls)
        self.is_there = True

    @override
    def send(self, message: EmailMessage) -> None:
        if self.is_there:
            super().send(message)
        else:
            self._nobody.send(message)


class Desk:
    """A registry that tests write as people do, one rule over it, and where its mail goes."""

    def __init__(
        self, connection: psycopg.Connection, clock: Hands, url: str, channels: Mapping[str, Channel]
    ) -> None:
        self.connection = connection
        self.clock = clock
        self.rules: list[Rule] = [shipped_rule()]
        self._judge = Judge(lambda: self.rules, Calendar())
        transport = _Switch(url)
        self._transport = transport
        composer = Composer("guanjia@example.org", translations())
        self._outbox = Outbox(lambda: self.rules, composer, transport, channels)

    @property
    def rule(self) -> Rule:
        """The first of the rules."""
        return self.rules[0]

    def severity(self, severity: Severity, group: str | None = None) -> None:
        self.rules = [shipped_rule().model_copy(update={"severity": severity, "group": group})]

    def twice(self) -> None:
        """Have a second rule, of another group, so that there are two mails."""
        self.rules.append(self.rule.model_copy(update={"code": "again", "group": "again"}))

    @contextmanager
    def mail_away(self) -> Generator[None]:
        """Have no mail server for a while."""
        self._transport.is_there = False
        yield
        self._transport.is_there = True

    def write(self, contacts: str, duty: str = "[]", code: str = "jgj") -> Applied:
        text = f"institutions:\n  - code: {code}\n    contacts: {contacts}\n    duty: {duty}\n"
        entries, mistakes = read_yaml("contacts.yaml", text.encode())
        assert not mistakes
        done = apply(self.connection, entries)
        self.connection.commit()
        return done

    def judge(self) -> list[Judgement]:
        """Return what becomes of the alerts, and tell nobody."""
        return self._judge.judge(self.connection, self.clock(), everything=True)

    def round(self, after: timedelta = timedelta()) -> Round:
        self.clock.move(after)
        return one_round(self.connection, self._judge, self._outbox, self.clock, everything=True)
