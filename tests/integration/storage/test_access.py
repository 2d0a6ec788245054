"""Who sees what: two institutions side by side, by every view, and in no other way."""

import os
import subprocess
import sys
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql
from psycopg.conninfo import make_conninfo

from models.errors import ConfigError
from models.identity import role_name
from storage import access
from storage.access import ensure_role
from storage.database import connect
from storage.embedded import EmbeddedPostgres
from tests.integration.database import Database
from tests.integration.prepared import Fill
from tests.storage_samples import trial

OPEN = {"quota", "quota_tier", "factor", "grid_factor"}
"""Views that say nothing of any institution."""

WHOLE = {"pipeline"}
"""Views about everything together: for who sees everything."""

NEIGHBOURS = {
    "alert", "allowance", "daily", "device", "dispatch_order", "gauge_hourly", "hourly", "institution",
    "meter", "night_flow", "place", "position", "reading", "registered_device", "rejected", "silence", "site",
    "stop", "terminal_alarm", "vehicle", "vehicle_now", "vehicle_registration", "vehicle_tracker", "watch",
}  # fmt: skip
"""Views in which the second institution has rows."""

_RELATIONS = """
SELECT relname, relkind, coalesce('security_barrier=true' = ANY(reloptions), false)
FROM pg_class
WHERE relnamespace = 'analytics'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
"""
_DEFINERS = """
SELECT proname FROM pg_proc
WHERE prosecdef AND has_function_privilege('guanjia_at_clinic', oid, 'EXECUTE')
AND pronamespace IN ('public'::regnamespace, 'analytics'::regnamespace)
"""
_COLUMNS = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
AND has_any_column_privilege('guanjia_at_clinic', oid, 'SELECT')
"""

Rows = dict[str, set[str]]


def neighbours(database: Database) -> None:
    """Fill in the samples and a second institution; make the roles of both."""
    with database.connect() as connection:
        trial.fill(connection)
        connection.execute(Path(__file__).with_name("neighbours.sql").read_bytes())
        for code in ("city", "bureau", "clinic", "ward"):
            for places in (False, True):
                ensure_role(connection, code, places=places)


@pytest.fixture
def content() -> Fill:
    """Two institutions side by side."""
    return neighbours


@pytest.fixture
def owner(database: Database) -> Generator[psycopg.Connection]:
    """A connection of the owner."""
    with database.connect() as connection:
        yield connection


def seen(connection: psycopg.Connection, role: str | None) -> Rows:
    """Return what a role reads of each view."""
    with connection.transaction(force_rollback=True):
        if role is not None:
            connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
        return {name: set(outcome.rows) for name, outcome in trial.views(connection).items()}


def test_every_relation_of_analytics_is_a_security_barrier_view(owner: psycopg.Connection) -> None:
    relations = owner.execute(_RELATIONS).fetchall()
    assert relations
    assert [row for row in relations if row[1:] != ("v", True)] == []


def test_a_role_that_was_given_nothing_sees_nothing_by_any_view(owner: psycopg.Connection) -> None:
    whole, nothing = seen(owner, None), seen(owner, "guanjia_views")
    assert {name for name, rows in whole.items() if not rows} == set()
    assert {name for name, rows in nothing.items() if rows} == OPEN


@pytest.mark.parametrize(
    "role",
    [
        "guanjia_reader_places", "guanjia_ingest", "guanjia_analytics", "guanjia_alerts", "guanjia_registrar",
    ],
)  # fmt: skip
def test_a_role_of_a_process_sees_every_row(role: str, owner: psycopg.Connection) -> None:
    whole = seen(owner, None)
    found = seen(owner, role)
    for name, rows in found.items():
        assert len(rows) == len(whole[name]) or name == "position", name


def test_readers_and_the_console_see_everything_but_guarded_places(owner: psycopg.Connection) -> None:
    reader = seen(owner, "guanjia_reader")
    whole = seen(owner, "guanjia_reader_places")
    assert seen(owner, "guanjia_console") == reader
    assert {name for name in whole if whole[name] != reader[name]} == {
        "position", "stop", "vehicle_now",
    }  # fmt: skip


def test_two_institutions_share_no_row(owner: psycopg.Connection) -> None:
    whole = seen(owner, None)
    one, other = seen(owner, "guanjia_at_bureau_places"), seen(owner, "guanjia_at_clinic_places")
    assert {name for name in whole if one[name] & other[name]} == OPEN
    assert {name for name in whole if not one[name] | other[name] <= whole[name]} == set()
    assert {name for name in whole if other[name]} == NEIGHBOURS | OPEN
    assert {name for name in whole if not one[name]} == WHOLE


def test_an_institution_sees_all_that_is_below_it(owner: psycopg.Connection) -> None:
    parts = [seen(owner, f"guanjia_at_{code}_places") for code in ("bureau", "clinic")]
    region = seen(owner, "guanjia_at_city_places")
    above = {"institution"}
    for name, rows in region.items():
        together = parts[0][name] | parts[1][name]
        assert (rows > together) if name in above else (rows == together), name


def test_what_is_of_no_institution_is_for_who_sees_everything(owner: psycopg.Connection) -> None:
    whole, region = seen(owner, None), seen(owner, "guanjia_at_city_places")
    assert len(whole["alert"] - region["alert"]) == 1
    # an unknown device, and one that says it is of another site
    assert len(whole["rejected"] - region["rejected"]) == 2
    assert region["pipeline"] == set()


def test_places_of_guarded_vehicles_need_their_role(owner: psycopg.Connection) -> None:
    lonely = "SELECT lon FROM analytics.stop"
    for role, expected in (("guanjia_at_ward", [(None,)]), ("guanjia_at_ward_places", [(106.5,)])):
        with owner.transaction(force_rollback=True):
            owner.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
            assert owner.execute(lonely).fetchall() == expected


def test_a_function_of_the_reader_meets_no_foreign_row(owner: psycopg.Connection) -> None:
    told: list[str] = []
    owner.add_notice_handler(lambda notice: told.append(notice.message_primary or ""))
    owner.execute("SET ROLE guanjia_at_clinic")
    owner.execute(
        "CREATE FUNCTION pg_temp.tell(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS"
        " 'BEGIN RAISE NOTICE ''%'', $1; RETURN true; END'"
    )
    for question in (
        "SELECT FROM analytics.meter WHERE pg_temp.tell(meter)",
        "SELECT FROM analytics.hourly WHERE pg_temp.tell(meter)",
        "SELECT FROM analytics.device WHERE pg_temp.tell(device)",
        "SELECT FROM analytics.reading WHERE pg_temp.tell(device)",
        "SELECT FROM analytics.alert WHERE pg_temp.tell(subject)",
        "SELECT FROM analytics.vehicle WHERE pg_temp.tell(plate)",
        "SELECT FROM analytics.stop WHERE pg_temp.tell(plate)",
        "SELECT FROM analytics.position WHERE pg_temp.tell(device)",
        "SELECT FROM analytics.institution WHERE pg_temp.tell(institution)",
        "SELECT FROM analytics.rejected WHERE pg_temp.tell(topic)",
        "SELECT FROM analytics.dispatch_order WHERE pg_temp.tell(applicant)",
    ):
        owner.execute(question.encode())
    assert set(told) <= {"ww1", "wbd1", "ward", "clinic", "宁A00002", "v1/ward-yard/ww1/telemetry", "赵六"}
    assert {"ww1", "ward", "宁A00002"} <= set(told)


def test_an_error_of_the_reader_tells_of_no_foreign_row(owner: psycopg.Connection) -> None:
    owner.execute("SET ROLE guanjia_at_clinic")
    question = "SELECT count(*) FROM analytics.hourly WHERE 1 / (amount - 0.25)::integer < 5"
    assert owner.execute(question.encode()).fetchone() == (1,)


def test_a_reader_has_no_right_below_the_views(owner: psycopg.Connection) -> None:
    assert owner.execute(_COLUMNS).fetchall() == []
    assert owner.execute(_DEFINERS).fetchall() == []
    with owner.transaction(force_rollback=True):
        owner.execute("ANALYZE meter, reading, device")
        owner.execute("SET LOCAL ROLE guanjia_at_clinic")
        (known,) = owner.execute("SELECT count(*) FROM pg_stats WHERE schemaname = 'public'").fetchone() or (
            1,
        )
        assert known == 0


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT FROM access", "SELECT FROM seen", "SELECT FROM place_site",
        "SELECT ensure_access('bureau', false)", "SET ROLE guanjia_at_bureau", "SET ROLE guanjia_reader",
        "INSERT INTO access (role) VALUES ('guanjia_at_clinic')",
        "CREATE TABLE public.mine ()",
    ],
)  # fmt: skip
def test_a_login_of_one_cannot_take_more(
    statement: str, database: Database, owner: psycopg.Connection
) -> None:
    with analyst(database, owner, "clinic") as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_a_login_that_is_a_member_sees_what_its_role_sees(
    database: Database, owner: psycopg.Connection
) -> None:
    expected = seen(owner, "guanjia_at_clinic")
    with analyst(database, owner, "clinic") as connection:
        assert seen(connection, None) == expected


def test_a_login_sees_the_institutions_of_all_its_roles(
    database: Database, owner: psycopg.Connection
) -> None:
    analyst(database, owner, "clinic").close()
    with analyst(database, owner, "bureau") as connection:
        codes = connection.execute("SELECT institution FROM analytics.institution ORDER BY 1").fetchall()
    assert codes == [("bureau",), ("clinic",), ("ward",)]


def analyst(database: Database, owner: psycopg.Connection, institution: str) -> psycopg.Connection:
    """Log in as somebody who was granted an institution."""
    name = f"analyst_{database.name}"
    if owner.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).fetchone() is None:
        owner.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'x'").format(sql.Identifier(name)))
    access.grant(owner, name, institution, places=False)
    owner.commit()
    return connect(make_conninfo(database.url, user=name, password="x"), application="test")  # noqa: S106


def test_the_list_says_who_sees_what_until_it_is_revoked(
    database: Database, owner: psycopg.Connection
) -> None:
    analyst(database, owner, "clinic").close()
    name = f"analyst_{database.name}"
    (found,) = [each for each in access.sights(owner) if each.login == name]
    assert (found.institution, found.institution_name, found.places) == ("clinic", "医院", False)
    assert access.revoke(owner, name, "clinic", places=False)
    assert not access.revoke(owner, name, "clinic", places=False)
    assert [each for each in access.sights(owner) if each.login == name] == []


def test_places_are_granted_everywhere_or_nowhere(database: Database, owner: psycopg.Connection) -> None:
    analyst(database, owner, "clinic").close()
    with pytest.raises(ConfigError, match="sees clinic with"):
        access.grant(owner, f"analyst_{database.name}", "bureau", places=True)


@pytest.mark.parametrize("login", ["nobody-here", "guanjia_reader"])
def test_only_a_login_is_granted_anything(login: str, owner: psycopg.Connection) -> None:
    with pytest.raises(ConfigError, match="no login"):
        access.grant(owner, login, "clinic", places=False)


@pytest.mark.parametrize("code", ["clinic", "x_places", "y" * 64, "Z1.a-b"])
@pytest.mark.parametrize("places", [True, False])
def test_the_database_names_roles_as_the_program_does(
    code: str, places: bool, owner: psycopg.Connection
) -> None:
    assert owner.execute("SELECT access_role(%s, %s)", [code, places]).fetchone() == (
        role_name(code, places=places),
    )


def test_an_unknown_institution_gets_no_role(owner: psycopg.Connection) -> None:
    with pytest.raises(ConfigError, match="no institution has the code 'nowhere'"):
        ensure_role(owner, "nowhere", places=False)
    assert owner.execute("SELECT 1").fetchone() == (1,)


def test_the_console_makes_roles_and_becomes_them(owner: psycopg.Connection) -> None:
    owner.execute("INSERT INTO institution (code, name, type) VALUES ('new', '新', 'government')")
    owner.execute("SET LOCAL ROLE guanjia_console")
    assert ensure_role(owner, "new", places=True) == "guanjia_at_new_places"
    owner.execute("SET LOCAL ROLE guanjia_at_new_places")
    assert owner.execute("SELECT institution FROM analytics.institution").fetchall() == [("new",)]
    owner.rollback()


def test_an_institution_that_is_gone_takes_its_access_with_it(owner: psycopg.Connection) -> None:
    owner.execute("INSERT INTO institution (code, name, type) VALUES ('brief', '临时', 'government')")
    role = ensure_role(owner, "brief", places=False)
    owner.execute("DELETE FROM institution WHERE code = 'brief'")
    assert {name for name, rows in seen(owner, role).items() if rows} == OPEN
    owner.rollback()


def test_a_role_never_shows_another_institution_than_its_name_says(owner: psycopg.Connection) -> None:
    owner.execute("UPDATE institution SET code = 'hospital' WHERE code = 'clinic'")
    owner.execute("INSERT INTO institution (code, name, type) VALUES ('clinic', '新医院', 'hospital')")
    with pytest.raises(ConfigError, match="sees another institution"):
        ensure_role(owner, "clinic", places=False)


def test_three_databases_of_a_cluster_may_migrate_and_make_roles_at_once(tmp_path: Path) -> None:
    names = ["one", "two", "three"]
    with EmbeddedPostgres(tmp_path) as server:
        with connect(server.url(), application="test", autocommit=True) as connection:
            for name in names:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        migrating = [
            subprocess.Popen(
                [sys.executable, "-m", "guanjia", "db", "migrate"],
                env={**os.environ, "GUANJIA_DATABASE_URL": server.url(name)},
                stdout=subprocess.DEVNULL,
            )
            for name in names
        ]
        assert [process.wait() for process in migrating] == [0, 0, 0]
        with ThreadPoolExecutor(len(names)) as threads:
            roles = [threads.submit(_with_roles, server.url(name), names) for name in names]
            found = [each.result() for each in roles]
    assert found == [set(names)] * 3


def _with_roles(url: str, codes: list[str]) -> set[str]:
    with connect(url, application="test") as connection:
        for code in codes:
            connection.execute(
                "INSERT INTO institution (code, name, type) VALUES (%s, %s, 'g')", [code, code]
            )
        # in one transaction, in another order each: whoever changes roles waits for the others
        for code in codes if url.endswith("one") else codes[::-1]:
            for places in (False, True):
                ensure_role(connection, code, places=places)
        connection.commit()
        return {code for code in codes if seen(connection, role_name(code, places=True))["institution"]}
