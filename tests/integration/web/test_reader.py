"""What the console's login may do, and what it says when it cannot."""

from itertools import chain

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from models.errors import ConfigError, UnreachableError
from storage.reader import Reader
from tests.integration.database import Database
from tests.storage_samples import trial
from tests.storage_samples.api import SAMPLES


@pytest.mark.parametrize(
    "table", ["reading", "contact", "rejected_message", "alert", "notification", "institution"]
)
def test_a_reader_has_no_right_on_tables(table: str, reader_url: str) -> None:
    with psycopg.connect(reader_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(sql.SQL("SELECT * FROM public.{}").format(sql.Identifier(table)))


def test_a_server_that_is_away_is_named_without_the_password(reader_url: str) -> None:
    away = make_conninfo(reader_url, port="1", password="hush-hush")  # noqa: S106
    with Reader(away, application="test", patience_seconds=0.3) as reader:
        with pytest.raises(UnreachableError, match=r"127\.0\.0\.1:1/") as caught:
            reader.rows("answers", {})
        assert "hush" not in str(caught.value)


def test_a_reader_comes_back_with_its_server(database: Database, reader: Reader) -> None:
    assert reader.rows("answers", {}) == [{"answers": 1}]
    with database.connect() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'test-reader'"
        )
    assert reader.rows("answers", {}) == [{"answers": 1}]


def test_a_database_that_was_not_migrated_is_told_from_one_that_is_away(
    database: Database, reader: Reader
) -> None:
    with database.connect() as connection:
        connection.execute("DROP VIEW analytics.rejected")
    with pytest.raises(ConfigError, match=r"analytics\.rejected.*guanjia db migrate"):
        reader.rows("panels/rejected", {"now": "2026-11-21Z", "language": "en"})


def test_a_login_without_the_rights_is_told_which_one_has_them(database: Database, reader: Reader) -> None:
    with database.connect() as connection:
        connection.execute("REVOKE SELECT ON analytics.rejected FROM guanjia_reader")
    with pytest.raises(ConfigError, match="use the login of guanjia_reader"):
        reader.rows("panels/rejected", {"now": "2026-11-21Z", "language": "en"})


def test_a_reader_answers_as_the_role_it_is_given_and_then_as_itself(console_url: str) -> None:
    with Reader(console_url, application="test", size=1) as reader:
        seen = reader.rows("panels/rejected", {"now": "2026-11-21Z", "language": "en"}, "guanjia_reader")
        assert seen == []
        assert reader.rows("answers", {}) == [{"answers": 1}]


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("guanjia_at_nobody", "no role guanjia_at_nobody"),
        ("guanjia_registrar", "no role that sees an institution"),
        ('guanjia_at_x"; RESET ROLE; --', "no role that sees an institution"),
    ],
)
def test_a_role_that_is_none_answers_nothing(role: str, told: str, console_url: str) -> None:
    with Reader(console_url, application="test") as reader, pytest.raises(ConfigError, match=told):
        reader.rows("answers", {}, role)


def test_a_table_has_what_the_rows_have(database: Database, reader_url: str) -> None:
    with database.connect() as connection:
        trial.fill(connection)
    name, sample = "api/consumption_daily", SAMPLES["api/consumption_daily"]
    with Reader(reader_url, application="test", size=1) as reader:
        rows = reader.rows(name, sample.parameters)
        assert rows
        assert list(reader.table(name, sample.parameters).rows()) == rows
        nothing = reader.table(name, {**sample.parameters, "meter": "nobody"})
        assert (len(nothing), list(nothing.columns)) == (0, list(rows[0]))


def test_a_table_says_a_share_in_as_few_digits_as_it_was_given(database: Database, reader_url: str) -> None:
    with database.connect() as connection:
        trial.fill(connection)
        connection.execute("UPDATE consumption_daily SET coverage = 0.95")
        connection.execute("UPDATE indicator_value SET coverage = 0.35")
    with Reader(reader_url, application="test", size=1) as reader:
        found = reader.table("api/consumption_daily", SAMPLES["api/consumption_daily"].parameters)
        plain = reader.table("api/indicators", SAMPLES["api/indicators"].parameters)
    # a row a meter, its days as arrays
    assert set(chain.from_iterable(found.columns["coverage"])) == {0.95}
    assert set(plain.columns["coverage"]) == {0.35}
