"""A worker that is killed while it hands over a mail, or loses its database: the mail comes."""

import time
from datetime import UTC, datetime

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from alerts.outbox import CLAIM_LASTS
from alerts.worker import one_round
from guanjia.mail_catcher import SmtpListener
from storage.embedded import EmbeddedPostgres
from tests.faults.alerting import AlertsProcess
from tests.ingest_stack.waiting import wait_until
from tests.integration.alerts.records import (
    Hands,
    Inbox,
    add_institution,
    judge,
    outbox_rows,
    outbox_to,
    set_progress,
)
from tests.integration.database import Database

OUTAGE_SECONDS = 20.0


class Killer(Inbox):
    """Kills whoever hands over the first mail: before it takes the mail, or before it says so."""

    def __init__(self, *, takes_it: bool) -> None:
        super().__init__()
        self.victim: AlertsProcess | None = None
        self._takes_it = takes_it

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.victim is None:
            return await super().handle_DATA(server, session, envelope)
        victim, self.victim = self.victim, None
        if self._takes_it:
            await super().handle_DATA(server, session, envelope)
        victim.kill9()
        return "451 nobody is there to hear it"


@pytest.mark.parametrize("takes_it", [False, True], ids=["before it is sent", "before it is recorded"])
def test_a_worker_killed_with_a_mail_in_its_hand_is_made_good(database: Database, takes_it: bool) -> None:
    inbox, clock = Killer(takes_it=takes_it), Hands()
    with database.connect() as connection:
        add_institution(connection, "jgj", ["energy@example.org"])
        set_progress(connection, "jgj", 1.63)
        with SmtpListener(inbox, "127.0.0.1", 0) as server:
            inbox.victim = worker = AlertsProcess(database.url, server.url)
            with worker:
                wait_until(lambda: not worker.is_alive(), "the worker is killed")
            assert outbox_rows(connection) == [("energy@example.org", False, False, 1, "")]
            connection.rollback()
            clock.at = datetime.now(UTC) + CLAIM_LASTS
            assert one_round(connection, judge(), outbox_to(server.url), clock).sent == 1
        assert outbox_rows(connection) == [("energy@example.org", True, False, 2, "")]
    assert len(inbox.mails) == (2 if takes_it else 1)
    assert len({mail["Message-ID"] for mail in inbox.mails}) == 1


def test_a_database_that_is_away_for_twenty_seconds_costs_no_alert(
    database: Database, postgres: EmbeddedPostgres
) -> None:
    inbox = Inbox()
    with SmtpListener(inbox, "127.0.0.1", 0) as server, AlertsProcess(database.url, server.url) as worker:
        with database.connect() as connection:
            add_institution(connection, "jgj", ["energy@example.org"])
            set_progress(connection, "jgj", 1.63)
        wait_until(lambda: len(inbox.mails) == 1, "the first mail")
        postgres.stop()
        try:
            back = time.monotonic() + OUTAGE_SECONDS
            wait_until(lambda: time.monotonic() > back, "twenty seconds")
        finally:
            postgres.start()
        with database.connect() as connection:
            add_institution(connection, "later", ["later@example.org"])
            set_progress(connection, "later", 1.5)
        wait_until(lambda: len(inbox.mails) == 2, "the mail after it")
        assert worker.is_alive()
    assert inbox.recipients() == {"energy@example.org": 1, "later@example.org": 1}
