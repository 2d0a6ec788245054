"""Sections in a terminal."""

import io

import pytest
from rich.console import Console

from dashboards.sections import Kind, Section, SectionColumn
from guanjia.translations import translations
from guanjia.vehicles.section_tables import section_table
from guanjia.words import Words
from models.registry import Language

_TITLE = "Not returned, or out without an order"


@pytest.mark.parametrize("rows", [[], [("A",)]])
def test_a_title_is_as_wide_as_the_terminal_whatever_stands_below_it(rows: list[tuple[str]]) -> None:
    section = Section("late", _TITLE, (SectionColumn("Plate", Kind.TEXT),), rows, empty="A normal night")
    told = io.StringIO()
    Console(file=told, width=80).print(section_table(section, Words(translations()[Language.EN])))
    title, *below = told.getvalue().splitlines()
    assert title.strip() == _TITLE
    assert [line.strip() for line in below] == (["Plate", "A"] if rows else ["A normal night"])
