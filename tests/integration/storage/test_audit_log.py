"""What people and programs change stands in the audit log, in the transaction of the change."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from alerts.worker import one_round
from guanjia.registry_files.reading import read_files
from models.identity import Right
from storage.audit import entries
from storage.registry import apply
from storage.silences import Silence, acknowledge, add_silence, end_silence
from storage.tokens import NewToken, create, revoke
from tests.integration.alerts.records import add_institution, judge, outbox_to, set_progress
from tests.integration.database import Database
from tests.small_site import QUOTA, SITE

NOW = datetime(2026, 11, 21, tzinfo=UTC)
QUIET = Silence("jgj", None, None, NOW, NOW + timedelta(hours=1), "", None, "Asia/Shanghai", "维修", "李四")


def told(connection: psycopg.Connection, about: str) -> list[tuple[str, str, str]]:
    """Return author, action and subject of the entries, the oldest first."""
    return [(entry.author, entry.action, entry.subject) for entry in reversed(entries(connection, about))]


def test_a_token_is_in_it_from_its_making_to_its_end_without_its_secret(database: Database) -> None:
    with database.connect() as connection:
        new = NewToken("数据仓库", None, frozenset({Right.READ}), "李四", NOW + timedelta(days=1))
        text = create(connection, new, NOW)
        assert revoke(connection, 1, NOW, "王五")
        assert not revoke(connection, 1, NOW, "王五")
        assert told(connection, "token 1") == [("李四", "add", "token 1"), ("王五", "revoke", "token 1")]
        (_, made) = entries(connection, "token 1")
        assert made.became is not None
        assert (made.became["name"], made.became["rights"]) == ("数据仓库", ["read"])
        assert text.rpartition("_")[2] not in str(made)


def test_a_silence_is_in_it_from_its_beginning_to_its_end(database: Database) -> None:
    with database.connect() as connection:
        add_institution(connection, "jgj", [])
        number = add_silence(connection, QUIET, NOW)
        assert end_silence(connection, number, NOW, "王五")
        assert not end_silence(connection, number, NOW, "王五")
        subject = f"silence {number}"
        assert told(connection, subject) == [("李四", "add", subject), ("王五", "end", subject)]
        (_, made) = entries(connection, subject)
        assert made.became is not None
        assert (made.became["institution"], made.became["reason"]) == ("jgj", "维修")
        assert "rule" not in made.became


def test_an_acknowledgement_is_in_it_with_its_note(database: Database) -> None:
    with database.connect() as connection:
        add_institution(connection, "jgj", [])
        set_progress(connection, "jgj", 1.63)
        one_round(connection, judge(), outbox_to("smtp://127.0.0.1:1"), lambda: NOW, everything=True)
        (alert,) = connection.execute("SELECT id FROM alert").fetchone() or (0,)
        acknowledge(connection, alert, NOW, "李四", "去现场")
        (entry,) = entries(connection, "alert")
        assert (entry.author, entry.action, entry.subject) == ("李四", "acknowledge", f"alert {alert}")
        assert entry.became == {"note": "去现场"}


def test_an_apply_of_the_registry_is_in_it_once_and_a_dry_run_is_not(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "site.yaml"
    file.write_text(QUOTA + SITE, "utf-8")
    with database.connect() as connection:
        apply(connection, read_files([file]), dry_run=True, author="李四")
        assert told(connection, "registry") == []
        done = apply(connection, read_files([file]), author="李四")
        apply(connection, read_files([file]), author="王五")
        assert told(connection, "registry") == [("李四", "apply", "registry")]
        (entry,) = entries(connection, "registry")
        assert entry.became is not None
        assert (entry.became["revision"], entry.became["changes"]) == (1, len(done.changes))
        assert "add institution bureau" in entry.became["first"]


def test_what_is_undone_is_not_in_it(database: Database) -> None:
    with database.connect() as connection:
        add_institution(connection, "jgj", [])
        connection.commit()
        add_silence(connection, QUIET, NOW)
        connection.rollback()
        assert told(connection, "") == []
