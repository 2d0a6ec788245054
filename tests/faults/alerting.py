"""The alerts worker as a process of its own, and who holds the right to judge."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

ROOT = Path(__file__).parents[2]
JUDGING = 0x616C6572
SESSIONS_OF_A_WORKER = 2
"""One judges, one sends."""


class AlertsProcess:
    """`guanjia alerts run`, with rounds as fast as it can; its log is shown when a test fails."""

    def __init__(self, database_url: str, smtp_url: str) -> None:
        self._settings = {
            "GUANJIA_DATABASE_URL": database_url,
            "GUANJIA_SMTP_URL": smtp_url,
            "GUANJIA_MAIL_FROM": "guanjia@example.org",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.kill9()

    def start(self) -> None:
        """Start it."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "guanjia", "alerts", "run", "--every", "0.1"],
            cwd=ROOT,
            env=os.environ | self._settings,
        )

    def kill9(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def freeze(self) -> None:
        """Stop it where it stands, with everything it holds."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def is_alive(self) -> bool:
        """Tell whether it has not ended."""
        return self._process is not None and self._process.poll() is None

    def _signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)


def judging_session(connection: psycopg.Connection) -> int | None:
    """Return the database session that holds the right to judge."""
    row = connection.execute(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = %s"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        [JUDGING],
    ).fetchone()
    connection.rollback()
    return row[0] if row else None


def workers_at_work(connection: psycopg.Connection) -> int:
    """Return how many workers have all their database sessions: one that only starts does not count."""
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE application_name = 'guanjia-alerts' AND datname = current_database()"
    ).fetchone()
    connection.rollback()
    return row[0] // SESSIONS_OF_A_WORKER if row else 0
