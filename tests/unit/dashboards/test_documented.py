"""docs/reference/dashboards.md lists every dashboard with its panels."""

from dashboards.pages import PAGES
from guanjia.translations import translations
from models.registry import Language
from tests.unit.pages import page, rows, sections

_SECTIONS = sections(page("docs/reference/dashboards.md"))


def test_every_dashboard_has_a_section_with_its_panels() -> None:
    chinese = translations()[Language.ZH_CN]
    listed = {
        title: [(row[0], row[1], row[3], row[5]) for row in rows(body)[1:]]
        for title, body in _SECTIONS.items()
        if rows(body)
    }
    assert listed == {
        each.title: [
            (panel.title, chinese.gettext(panel.title), str(panel.chart), panel.empty)
            for panel in each.panels
        ]
        for each in PAGES
    }


def test_addresses_and_queries_are_named() -> None:
    for each in PAGES:
        body = _SECTIONS[each.title]
        assert f"`guanjia-{each.name}-zh`" in body
        assert all(f"`{panel.query.removeprefix('panels/')}`" in body for panel in each.panels)
