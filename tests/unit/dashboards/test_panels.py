"""Panels are declared whole: each has its query, and its words in every language."""

from importlib.resources import files

import pytest

from analytics.indicators.definitions import OF_SEASONS, OF_YEARS_AND_MONTHS
from dashboards.pages import PAGES, every_panel
from dashboards.panel import Chart, Format, Panel
from dashboards.panels import PANELS as OF_THE_OVERVIEW
from dashboards.vocabularies import UNITS, VOCABULARIES
from guanjia.translations import translations
from models.figures import PeriodKind
from models.registry import Language
from storage.database import query

PANELS = list({panel.name: panel for panel in (*OF_THE_OVERVIEW, *every_panel())}.values())


def keys(panel: Panel) -> set[str]:
    said = {panel.title, panel.empty, panel.hint}
    for column in panel.columns:
        said |= {column.title, column.beside}
    return said - {""}


def vocabularies(panel: Panel) -> set[str]:
    return {panel.label_words, panel.series_words, *(column.words for column in panel.columns)} - {""}


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_a_panel_has_a_query_that_says_what_it_is_for(panel: Panel) -> None:
    assert query(panel.query).startswith(b"-- ")


def test_every_query_of_the_folder_belongs_to_a_panel() -> None:
    written = {
        file.name.removesuffix(".sql") for file in files("storage").joinpath("queries/panels").iterdir()
    }
    assert written == {panel.query.removeprefix("panels/") for panel in PANELS}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_what_a_panel_says_is_translated(panel: Panel, language: Language) -> None:
    assert keys(panel) - catalogue_keys(language) == set()


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_what_a_panel_says_in_chinese_is_not_english(panel: Panel) -> None:
    catalogue = translations()[Language.ZH_CN]
    assert {key for key in keys(panel) if catalogue.gettext(key) == key} == set()


def catalogue_keys(language: Language) -> set[str]:
    po = files("config").joinpath("locales", language.value, "LC_MESSAGES", "guanjia.po").read_text("utf-8")
    return {
        line.removeprefix('msgid "').removesuffix('"') for line in po.splitlines() if line.startswith("msgid")
    }


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_code_of_a_vocabulary_has_a_word(vocabulary: str, language: Language) -> None:
    codes = {f"{vocabulary}: {code}" for code in VOCABULARIES[vocabulary]}
    assert codes <= catalogue_keys(language)


@pytest.mark.parametrize("language", Language)
def test_every_unit_of_a_figure_is_printed_as_the_catalogue_says(language: Language) -> None:
    figures = (*OF_YEARS_AND_MONTHS, *OF_SEASONS)
    assert {figure.unit_in(period) for figure in figures for period in PeriodKind} == set(UNITS)
    assert set(UNITS) <= catalogue_keys(language)


def test_panels_use_vocabularies_that_are_checked_here() -> None:
    used = set[str]().union(*(vocabularies(panel) for panel in PANELS))
    assert used <= set(VOCABULARIES)


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_a_panel_declares_what_its_chart_needs(panel: Panel) -> None:
    needs_columns = panel.chart in {Chart.HEADLINE, Chart.NUMBERS, Chart.TABLE, Chart.PLACES}
    assert bool(panel.columns) is needs_columns or panel.chart is Chart.PROGRESS
    assert 1 <= panel.span <= 12
    assert list(panel.thresholds) == sorted(panel.thresholds)
    coded = [column for column in panel.columns if column.format in {Format.WORD, Format.BADGE}]
    assert all(column.words for column in coded)
    assert all(bool(column.beside) is bool(column.beside_of) for column in panel.columns)


def test_links_lead_to_pages_that_exist() -> None:
    pages = {page.name for page in PAGES}
    links = [column.link for panel in PANELS for column in panel.columns if column.link]
    assert {link.page for link in links} <= pages


def test_rows_of_pages_fit() -> None:
    assert [row for page in PAGES for row in page.rows if sum(panel.span for panel in row) > 12] == []
    assert all(len({panel.name for panel in page.panels}) == len(page.panels) for page in PAGES)


@pytest.mark.parametrize("language", Language)
def test_what_pages_are_called_is_translated(language: Language) -> None:
    said = {page.title for page in PAGES} | {"All", "Region", "Dashboards"}
    assert said - catalogue_keys(language) == set()
