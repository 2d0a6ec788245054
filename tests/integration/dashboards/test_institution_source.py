"""A data source and dashboards of one institution, and what its login is shown of a neighbour: nothing."""

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from dashboards.grafana.dashboard import folders
from dashboards.grafana.institution import of_institution
from dashboards.grafana.translation import ALL
from guanjia.__main__ import guanjia
from guanjia.translations import translations
from models.errors import ConfigError, GuanjiaError
from storage import access
from tests.integration.dashboards.grafana_server import ACCEPTED, Grafana, grafana
from tests.integration.dashboards.grafana_text import filled
from tests.integration.database import Database
from tests.integration.prepared import Fill
from tests.storage_samples.panels import NOW, SINCE
from tests.storage_samples.trial import fill

PASSWORD = "a long one of the tests"  # noqa: S105
NEIGHBOUR = """
INSERT INTO institution (code, name, type, parent_id)
SELECT 'neighbour', '邻居', 'government', institution.id FROM institution WHERE institution.code = 'city'
"""


def town(database: Database) -> None:
    """Fill in the sample rows: the institution `bureau` below `city`, and one beside it."""
    with database.connect() as connection:
        fill(connection)
        connection.execute(NEIGHBOUR)


@pytest.fixture
def content() -> Fill:
    return town


@pytest.fixture
def login(database: Database) -> str:
    """A login that sees `bureau`."""
    name = f"bureau_{database.name}"
    with database.connect() as connection:
        statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(name), sql.Literal(PASSWORD)))
        access.grant(connection, name, "bureau", places=False)
    return name


@pytest.fixture
def there(database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Generator[Grafana]:
    for name, secret in (("token", ACCEPTED), ("password", PASSWORD)):
        (tmp_path / name).write_text(f"{secret}\n", "utf-8")
    monkeypatch.setenv("GUANJIA_GRAFANA_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("GUANJIA_DATABASE_URL", database.url)
    with grafana() as server:
        monkeypatch.setenv("GUANJIA_GRAFANA_URL", server.url)
        yield server


def typed(*words: str) -> Result:
    return CliRunner().invoke(guanjia, ["dashboards", *words])


def source(login: str, tmp_path: Path, *words: str) -> Result:
    file = str(tmp_path / "password")
    return typed("source", "--institution", "bureau", "--login", login, "--password-file", file, *words)


def test_a_data_source_is_made_and_then_changed(there: Grafana, login: str, tmp_path: Path) -> None:
    made = source(login, tmp_path, "--address", "database:5432")
    assert made.output == f"guanjia-at-bureau: made, asks database:5432 as {login}\n"
    kept = there.kept_sources["guanjia-at-bureau"]
    assert (kept["user"], kept["url"], kept["jsonData"]["sslmode"]) == (login, "database:5432", "verify-full")
    assert kept["secureJsonData"] == {"password": PASSWORD}
    changed = source(login, tmp_path, "--sslmode", "require")
    assert "guanjia-at-bureau: changed, asks 127.0.0.1:" in changed.output
    assert PASSWORD not in made.output + changed.output


def test_an_organisation_of_its_own_has_the_usual_source(there: Grafana, login: str, tmp_path: Path) -> None:
    there.sources.clear()
    assert source(login, tmp_path, "--alone").output.startswith("guanjia: made")
    assert typed("push").exit_code == 0


def test_dashboards_come_with_their_source_and_no_password(
    there: Grafana, login: str, tmp_path: Path
) -> None:
    missing = typed("push", "--institution", "bureau")
    assert isinstance(missing.exception, ConfigError)
    assert "no data source with the uid guanjia-at-bureau" in str(missing.exception)
    assert there.writes == []
    source(login, tmp_path)
    there.teams["局"] = 12
    done = typed("push", "--institution", "bureau", "--team", "局")
    assert done.exit_code == 0, done.output
    assert set(there.folders) == {"guanjia-zh-bureau", "guanjia-en-bureau"}
    assert PASSWORD not in json.dumps(there.dashboards)
    given = [{"teamId": 12, "permission": 1}, {"role": "Editor", "permission": 2}]
    assert there.permissions == dict.fromkeys(there.folders, given)
    assert there.writes.index("permissions guanjia-zh-bureau") < there.writes.index(
        "guanjia-overview-zh-bureau"
    )
    assert typed("diff", "--institution", "bureau").exit_code == 0
    assert typed("diff").exit_code == 1


def test_a_team_that_is_not_there_ends_it_before_anything_is_saved(
    there: Grafana, login: str, tmp_path: Path
) -> None:
    source(login, tmp_path)
    there.writes.clear()
    done = typed("push", "--institution", "bureau", "--team", "nobody&name=x")
    assert "no team 'nobody&name=x'" in str(done.exception)
    assert there.writes == []


def test_a_build_of_an_institution_is_beside_that_of_everything(tmp_path: Path) -> None:
    assert typed("build", "--out", str(tmp_path)).exit_code == 0
    assert typed("build", "--out", str(tmp_path), "--institution", "bureau").exit_code == 0
    assert (tmp_path / "管家" / "guanjia-water-zh.json").exists()
    assert (tmp_path / "管家 · bureau" / "guanjia-water-zh-bureau.json").exists()


@pytest.mark.parametrize(
    ("grants", "told"),
    [
        (["GRANT guanjia_reader TO {}"], "could also see every institution"),
        (["GRANT guanjia_reader TO {} WITH INHERIT FALSE, SET TRUE"], "could also see every institution"),
        (["GRANT guanjia_ingest TO {} WITH INHERIT FALSE"], "could also see every institution"),
        (["GRANT guanjia_at_city TO {} WITH INHERIT FALSE"], "could also see city"),
        (["REVOKE guanjia_at_bureau FROM {}"], "does not see bureau"),
        (["ALTER ROLE {} SUPERUSER"], "is a superuser"),
    ],
)
def test_a_login_that_could_see_more_is_refused(
    there: Grafana, database: Database, login: str, tmp_path: Path, *, grants: list[str], told: str
) -> None:
    with database.connect() as connection:
        access.ensure_role(connection, "city", places=False)
        for grant in grants:
            connection.execute(sql.SQL(grant).format(sql.Identifier(login)))  # pyright: ignore[reportArgumentType]
    done = source(login, tmp_path)
    assert isinstance(done.exception, ConfigError)
    assert told in str(done.exception)
    assert there.writes == []


def test_a_wrong_password_is_refused(there: Grafana, login: str, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("another", "utf-8")
    done = source(login, tmp_path)
    assert isinstance(done.exception, GuanjiaError)
    assert there.writes == []


def test_its_login_is_shown_nothing_of_a_neighbour(database: Database, login: str) -> None:
    url = make_conninfo(database.url, user=login, password=PASSWORD)
    (chinese, _) = of_institution(folders(translations()), "bureau")
    everywhere = {"region": ALL, "institution": ALL, "place": ALL}
    with psycopg.Connection[dict[str, Any]].connect(url, autocommit=True, row_factory=dict_row) as connection:

        def rows(text: str, chosen: dict[str, str]) -> list[dict[str, Any]]:
            return connection.execute(filled(text, chosen, SINCE, NOW).encode()).fetchall()

        offered = [
            row["__value"]
            for each in chinese.dashboards[0]["templating"]["list"]
            for row in rows(each["query"], everywhere)
        ]
        assert set(offered) == {ALL, "bureau", "yard"}
        shown = ""
        for dashboard in chinese.dashboards:
            for panel in dashboard["panels"]:
                (target,) = panel["targets"]
                shown += str(rows(target["rawSql"], everywhere))
                # asking for the neighbour by its code, as whoever edits an address may
                shown += str(rows(target["rawSql"], everywhere | {"institution": "neighbour"}))
        assert "bureau" in shown or "局" in shown
        assert "邻居" not in shown
        assert "neighbour" not in shown
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SET ROLE guanjia_reader")
