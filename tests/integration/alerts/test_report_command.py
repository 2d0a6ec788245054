"""`guanjia alerts report`, as a person types it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from guanjia.commands.alerts import command
from guanjia.mail_catcher import MailCatcher
from models.errors import GuanjiaError
from tests.integration.alerts.records import read_mail
from tests.integration.alerts.report_rows import add_site, ask, report_rows, set_days
from tests.integration.database import Database

DAY = date(2026, 11, 20)


def call(database: Database, smtp_url: str, *arguments: str) -> Result:
    environment = {"GUANJIA_DATABASE_URL": database.url, "GUANJIA_SMTP_URL": smtp_url}
    return CliRunner().invoke(command, ["report", *arguments], env=environment, catch_exceptions=False)


def test_it_prints_writes_and_mails_a_digest_and_records_nothing(
    connection: psycopg.Connection, database: Database, tmp_path: Path
) -> None:
    add_site(connection, "jgj")
    set_days(connection, "jgj-main", {DAY: 12.5})
    file, caught = tmp_path / "digest.xlsx", tmp_path / "mail"
    with MailCatcher(caught) as catcher:
        options = ("--day", f"{DAY}", "--out", str(file), "--send-to", "boss@example.org", "--lang", "en")
        done = call(database, catcher.url, "daily", "jgj", *options)
    assert "mains water: 12.5 m³" in done.stdout
    assert "sent to boss@example.org" in done.stderr
    sheet = load_workbook(file)["mains water"]
    assert sheet["C1"].value == "Used (m³)"
    assert sheet["C2"].value == 12.5
    (mail,) = (read_mail(path) for path in caught.iterdir())
    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename() == f"digest-jgj-{DAY}.xlsx"
    assert report_rows(connection) == []


@pytest.mark.usefixtures("connection")
def test_it_prints_the_report_of_a_month(database: Database) -> None:
    done = call(database, "smtp://127.0.0.1:1", "monthly", "jgj", "--month", "2026-10")
    assert done.stdout.startswith("【月报】机关jgj 2026-10：")
    assert "本月没有计量数据。" in done.stdout


@pytest.mark.usefixtures("connection")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["daily", "jgj", "--month", "2026-10"], "--month goes with monthly"),
        (["monthly", "jgj", "--day", "2026-10-01"], "--day goes with daily"),
        (["daily", "jgj", "--day", "2999-01-01"], "is not over yet"),
        (["weekly", "jgj"], "weekly"),
    ],
)
def test_what_cannot_be_meant_is_refused(database: Database, arguments: list[str], said: str) -> None:
    done = call(database, "smtp://127.0.0.1:1", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


@pytest.mark.usefixtures("connection")
def test_an_unknown_institution_is_named(database: Database) -> None:
    with pytest.raises(GuanjiaError, match="no institution 'nobody'"):
        call(database, "smtp://127.0.0.1:1", "daily", "nobody")


def test_the_worker_mails_what_contacts_asked_for(
    connection: psycopg.Connection, database: Database, tmp_path: Path
) -> None:
    ask(connection, "jgj", "daily", at="00:00")
    environment = {"GUANJIA_DATABASE_URL": database.url}
    with MailCatcher(tmp_path) as catcher:
        environment |= {"GUANJIA_SMTP_URL": catcher.url}
        for _ in range(2):
            CliRunner().invoke(command, ["run", "--once"], env=environment, catch_exceptions=False)
    subjects = sorted(str(read_mail(path)["Subject"]) for path in tmp_path.iterdir())
    assert len(subjects) == 2
    assert subjects[0].startswith("【每日摘要】")
    (row,) = report_rows(connection)
    yesterday = (datetime.now(UTC) + timedelta(hours=8)).date() - timedelta(days=1)
    assert row[1] in {f"{yesterday}", f"{yesterday - timedelta(days=1)}"}
