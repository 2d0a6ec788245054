"""`guanjia alerts`, as a person types it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from guanjia.commands.alerts import command
from guanjia.mail_catcher import MailCatcher
from models.errors import ConfigError
from tests.integration.alerts.records import outbox_rows, set_progress
from tests.integration.alerts.waiting import wait_until
from tests.integration.database import Database

ROOT = Path(__file__).parents[3]


def call(database: Database, smtp_url: str, *arguments: str, columns: int = 160) -> Result:
    environment = {
        "GUANJIA_DATABASE_URL": database.url,
        "GUANJIA_SMTP_URL": smtp_url,
        "COLUMNS": str(columns),
    }
    return CliRunner().invoke(command, arguments, env=environment, catch_exceptions=False)


@pytest.mark.usefixtures("connection")
def test_one_round_mails_and_the_list_shows_it(database: Database, tmp_path: Path) -> None:
    with MailCatcher(tmp_path) as catcher:
        done = call(database, catcher.url, "run", "--once")
        listed = call(database, catcher.url, "list")
    assert done.output == "changes 1, sent 1, delayed 0, failed 0\n"
    row = next(line for line in listed.output.splitlines() if "机关jgj" in line)
    for cell in ("firing", "warning", "water-per-person", "+63%", "1 sent"):
        assert cell in row


@pytest.mark.usefixtures("connection")
def test_the_list_breaks_no_name_at_80_columns(database: Database, tmp_path: Path) -> None:
    with MailCatcher(tmp_path) as catcher:
        call(database, catcher.url, "run", "--once")
        listed = call(database, catcher.url, "list", columns=80).output
    assert max(cell_len(line) for line in listed.splitlines()) <= 80
    cells = {cell.strip() for line in listed.splitlines() for cell in line.split("│")}
    assert {"firing", "warning", "机关jgj", "water-per-person", "institution:jgj", "+63%", "1 sent"} <= cells


def test_the_list_is_empty_where_nothing_is_the_matter(
    connection: psycopg.Connection, database: Database
) -> None:
    set_progress(connection, "jgj", 0.9)
    call(database, "smtp://127.0.0.1:1", "run", "--once")
    assert call(database, "smtp://127.0.0.1:1", "list").output == "no alerts\n"


@pytest.mark.usefixtures("connection")
def test_a_mail_server_that_is_none_is_refused_before_anything_is_done(database: Database) -> None:
    with pytest.raises(ConfigError, match="GUANJIA_SMTP_URL"):
        call(database, "mailserver", "run", "--once")


def test_the_worker_runs_as_a_process_until_sigterm(
    connection: psycopg.Connection, database: Database, tmp_path: Path
) -> None:
    def is_sent() -> bool:
        rows = outbox_rows(connection)
        connection.rollback()
        return [row[1] for row in rows] == [True] or process.poll() is not None

    with MailCatcher(tmp_path) as catcher:
        urls = {"GUANJIA_DATABASE_URL": database.url, "GUANJIA_SMTP_URL": catcher.url}
        process = subprocess.Popen(
            [sys.executable, "-m", "guanjia", "alerts", "run", "--every", "0.1"],
            cwd=ROOT,
            env=os.environ | urls,
            stderr=subprocess.PIPE,
        )
        try:
            wait_until(is_sent)
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 0
    assert b"mail sent mail=1 rules=water-per-person alerts=1" in log
    assert len(list(tmp_path.iterdir())) == 1
