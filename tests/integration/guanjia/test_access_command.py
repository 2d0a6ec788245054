"""`guanjia access` as the owner of a database uses it."""

import pytest
from click.testing import CliRunner, Result
from psycopg import sql

from guanjia.__main__ import guanjia
from models.errors import GuanjiaError
from storage.audit import entries
from tests.integration.database import Database
from tests.integration.prepared import Fill
from tests.storage_samples import trial


def sample(database: Database) -> None:
    """Fill in the sample rows."""
    with database.connect() as connection:
        trial.fill(connection)


@pytest.fixture
def content() -> Fill:
    """The sample rows."""
    return sample


def run(database: Database, *arguments: str) -> Result:
    """Run the command on a wide terminal."""
    environment = {"GUANJIA_DATABASE_URL": database.url, "COLUMNS": "140"}
    return CliRunner().invoke(guanjia, ["access", *arguments], env=environment)


def test_an_institution_is_granted_listed_and_revoked(database: Database) -> None:
    login = f"li_si_{database.name}"
    with database.connect() as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(login)))
    granted = run(database, "grant", login, "--institution", "bureau", "--places")
    assert granted.output == f"{login} is a member of guanjia_at_bureau_places\n"
    chinese, english = run(database, "list").output, run(database, "list", "--lang", "en").output
    (line,) = [line for line in chinese.splitlines() if login in line]
    assert "局 (bureau)" in line
    assert "可见" in line
    assert "sees" in english
    revoked = run(database, "revoke", login, "--institution", "bureau", "--places")
    assert revoked.output == f"{login} no longer sees bureau so\n"
    assert run(database, "revoke", login, "--institution", "bureau", "--places").exit_code == 0
    assert login not in run(database, "list").output
    with database.connect() as connection:
        ended, given = entries(connection, f"login {login}")
    sight = {"institution": "bureau", "places": True}
    assert (given.action, given.was, given.became) == ("grant", None, sight)
    assert (ended.action, ended.was, ended.became) == ("revoke", sight, None)
    assert given.author.endswith("(guanjia access)")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("grant", "postgres-nobody", "--institution", "bureau"), "no login 'postgres-nobody'"),
        (("grant", "x"), "either --institution CODE or --all"),
        (("revoke", "x", "--all", "--institution", "bureau"), "either --institution CODE or --all"),
    ],
)
def test_a_wrong_grant_is_refused_with_what_to_do(
    arguments: tuple[str, ...], told: str, database: Database
) -> None:
    result = run(database, *arguments)
    assert isinstance(result.exception, GuanjiaError)
    assert told in str(result.exception)
