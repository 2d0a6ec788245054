"""`guanjia users` and the first account, over a real database."""

import logging
import re
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from guanjia.__main__ import guanjia
from guanjia.first_account import make_first_account
from models.errors import GuanjiaError
from storage import accounts, audit, sessions
from storage.passwords import fits
from tests.integration.database import Database
from tests.integration.prepared import Fill
from tests.storage_samples import trial

NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)


def sample(database: Database) -> None:
    """Fill in the sample rows."""
    with database.connect() as connection:
        trial.fill(connection)


@pytest.fixture
def content() -> Fill:
    """The sample rows."""
    return sample


def run(database: Database, *arguments: str, typed: str = "") -> Result:
    """Run the command on a wide terminal."""
    environment = {"GUANJIA_DATABASE_URL": database.url, "COLUMNS": "140"}
    return CliRunner().invoke(guanjia, ["users", *arguments], env=environment, input=typed)


def password_in(output: str) -> str:
    """Return the password that was shown."""
    found = re.search(r"password (\S+)   \(shown this once\)", output)
    assert found is not None, output
    return found[1]


def hash_of(database: Database, name: str) -> str:
    """Return what the database has of a password."""
    with database.connect() as connection:
        found = accounts.hash_of(connection, name)
    assert found is not None
    return found[1]


def test_an_account_is_added_with_a_password_shown_once_and_kept_as_a_hash(database: Database) -> None:
    added = run(database, "add", "Li.Si", "--kind", "dispatcher", "--institution", "bureau")
    password = password_in(added.output)
    kept = hash_of(database, "li.si")
    assert kept.startswith("$argon2id$")
    assert password not in kept
    assert fits(kept, password)
    with database.connect() as connection:
        account = accounts.existing(connection, "LI.SI")
        roles = connection.execute("SELECT rolname FROM pg_roles").fetchall()
    assert account.must_change
    assert (account.identity.database_role,) in roles


def test_accounts_are_listed_in_both_languages(database: Database) -> None:
    run(database, "add", "li", "--shown-name", "李四 [red]", "--institution", "bureau")
    run(database, "disable", "li")
    (line,) = [line for line in run(database, "list").output.splitlines() if "李四" in line]
    assert "[red]" in line
    assert "查看人员" in line
    assert "已停用" in line
    assert "viewer" in run(database, "list", "--lang", "en").output.casefold()


@pytest.mark.parametrize("command", [("disable", "li"), ("password", "li")])
def test_whoever_is_logged_in_is_out_at_once(command: tuple[str, ...], database: Database) -> None:
    run(database, "add", "li")
    with database.connect() as connection:
        now = datetime.now(UTC)
        token = sessions.begin(connection, accounts.existing(connection, "li"), "127.0.0.1", now)
        assert sessions.find(connection, sessions.token_hash(token), now) is not None
    assert run(database, *command).exit_code == 0
    with database.connect() as connection:
        assert sessions.find(connection, sessions.token_hash(token), datetime.now(UTC)) is None


def test_a_password_may_be_asked_for_and_is_not_printed(database: Database) -> None:
    run(database, "add", "li")
    changed = run(database, "password", "li", "--ask", typed="correct horse battery\n" * 2)
    assert changed.exit_code == 0, changed.output
    assert "horse" not in changed.output
    assert fits(hash_of(database, "li"), "correct horse battery")


def test_what_was_done_stands_in_the_audit_log_without_passwords(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = [password_in(run(database, *command).output) for command in (("add", "li"), ("password", "li"))]
    for command in (("disable", "li"), ("enable", "li"), ("kind", "li", "energy_officer")):
        assert run(database, *command).exit_code == 0
    with database.connect() as connection:
        entries = audit.entries(connection, "account li")
        dump = str(connection.execute("SELECT account, audit_entry FROM account, audit_entry").fetchall())
    assert [entry.action for entry in entries] == ["kind", "enable", "disable", "password", "add"]
    assert all(entry.author.endswith("(guanjia users)") for entry in entries)
    assert (entries[0].was, entries[0].became) == ({"kind": "viewer"}, {"kind": "energy_officer"})
    assert not [password for password in shown if password in dump or password in caplog.text]


def test_a_link_lets_its_holder_in_once(database: Database) -> None:
    run(database, "add", "li")
    site, _, token = run(database, "link", "li").output.strip().partition("#")
    assert site == "http://127.0.0.1:8080/enter"
    with database.connect() as connection:
        now = datetime.now(UTC)
        assert sessions.use_link(connection, token, now) == "li"
        assert sessions.use_link(connection, token, now) is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "officer"), "the name 'officer' is taken"),
        (("add", "OFFICER"), "the name 'OFFICER' is taken"),
        (("add", "li si"), "A name has 1 to 40"),
        (("add", "li", "--institution", "nowhere"), "no institution 'nowhere'"),
        (("disable", "nobody"), "no account 'nobody': `guanjia users list`"),
        (("link", "nobody"), "no account 'nobody'"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(
    arguments: tuple[str, ...], told: str, database: Database
) -> None:
    result = run(database, *arguments)
    assert isinstance(result.exception, GuanjiaError)
    assert told in str(result.exception)


class TestFirstAccount:
    """A database without accounts."""

    @pytest.fixture
    def content(self) -> Fill:
        """Nothing."""
        return lambda _database: None

    def test_it_is_made_once(self, database: Database, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        with database.connect() as connection:
            password = make_first_account(connection, NOW, must_change=True)
            assert make_first_account(connection, NOW, must_change=True) is None
            (account,) = accounts.listed(connection)
        assert password is not None
        assert password not in caplog.text
        assert (account.name, account.kind, account.must_change) == ("admin", "administrator", True)
        assert fits(hash_of(database, "admin"), password)
