"""What Grafana asks is what the console asks: the same rows, run as a reader."""

from collections.abc import Generator
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from dashboards.grafana.dashboard import build
from dashboards.grafana.speech import Speech
from dashboards.grafana.translation import ALL
from dashboards.pages import PAGES
from guanjia.translations import translations
from models.registry import Language
from storage.database import query
from tests.integration.dashboards.grafana_text import filled
from tests.integration.database import Database
from tests.integration.prepared import Prepared
from tests.integration.web.conftest import url_of
from tests.storage_samples.panels import NOW, SINCE
from tests.storage_samples.trial import fill

Row = dict[str, Any]
PANELS = {panel.name: (page, panel) for page in PAGES for panel in page.panels}
WITHOUT_SAMPLES = {"ranking_electricity", "ranking_energy", "ranking_carbon"}
"""Of their indicators there is no sample row; the query is that of ranking_water."""
CHOICES = {
    "all": (None, None),
    "a region": ("city", None),
    "an institution and its site": ("bureau", "yard"),
    "another": ("it's none", "no'where"),
}


def samples(database: Database) -> None:
    with database.connect() as connection:
        fill(connection)


@pytest.fixture(scope="module")
def reading(
    prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Generator[psycopg.Connection[Row]]:
    """A session of the login that Grafana has, over the rows that every query is tried with."""
    with prepared.copy(samples) as database:
        url = url_of("guanjia_reader", database, tmp_path_factory.mktemp("logins"))
        with psycopg.Connection[Row].connect(url, autocommit=True, row_factory=dict_row) as connection:
            yield connection


def dashboard(page_name: str, language: Language) -> Row:
    (page,) = (page for page in PAGES if page.name == page_name)
    return build(page, Speech(language, translations()[language]))


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", PANELS)
def test_a_panel_shows_in_grafana_what_the_console_shows(
    name: str, language: Language, choice: str, reading: psycopg.Connection[Row]
) -> None:
    page, panel = PANELS[name]
    institution, place = CHOICES[choice]
    (built,) = (each for each in dashboard(page.name, language)["panels"] if each["id"] == _id(name))
    variables = {"institution": institution or ALL, "place": place or ALL, "region": ALL}
    (target,) = built["targets"]
    sql = filled(target["rawSql"], variables, SINCE, NOW)
    parameters = panel.parameters(NOW, language.value, SINCE) | {"institution": institution, "place": place}
    wanted = reading.execute(query(panel.query), parameters).fetchall()
    assert reading.execute(sql.encode()).fetchall() == wanted
    if choice == "a region" and name not in WITHOUT_SAMPLES:
        assert wanted, "there is nothing to compare"


def _id(name: str) -> int:
    page, _ = PANELS[name]
    return [panel.name for panel in page.panels].index(name) + 1


@pytest.mark.parametrize("language", Language)
def test_variables_offer_what_lies_within_the_one_before(
    language: Language, reading: psycopg.Connection[Row]
) -> None:
    listed = {each["name"]: each for each in dashboard("overview", language)["templating"]["list"]}
    chosen = {"region": "city", "institution": "bureau", "place": ALL}
    offered = {
        name: [row["__value"] for row in reading.execute(_sql(each["query"], chosen)).fetchall()]
        for name, each in listed.items()
    }
    assert offered == {"region": [ALL, "city"], "institution": ["city", "bureau"], "place": [ALL, "yard"]}
    everywhere = dict.fromkeys(chosen, ALL)
    found = reading.execute(_sql(listed["institution"]["query"], everywhere)).fetchall()
    assert found[0]["__value"] == ALL
    assert {row["__value"] for row in found[1:]} == {"bureau", "city"}


def test_alerts_that_were_told_are_marked_once(reading: psycopg.Connection[Row]) -> None:
    (marks,) = dashboard("overview", Language.ZH_CN)["annotations"]["list"]
    rows = reading.execute(_sql(marks["target"]["rawSql"], {"institution": "city"})).fetchall()
    assert [(row["text"], row["tags"]) for row in rows] == [("局 · water-over-quota", "warning")]


def _sql(text: str, variables: dict[str, str]) -> bytes:
    return filled(text, variables, SINCE, NOW).encode()
