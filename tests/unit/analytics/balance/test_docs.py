"""Every judgement, criterion and column is explained to whoever meets it."""

from enum import StrEnum

import pytest

from analytics.balance.tree import Judgement
from analytics.balance.water_saving import LIMITS, Criterion
from guanjia.balance.rows import HEADER
from tests.unit.pages import first_cells, page, rows, sections

PAGE = page("docs/reference/balance.md")


@pytest.mark.parametrize("words", [Judgement, Criterion])
def test_every_code_is_explained_in_the_reference_and_the_glossary(words: type[StrEnum]) -> None:
    assert not set(words) - first_cells(PAGE)
    assert not set(words) - first_cells(page("docs/glossary.md"))


def test_every_column_of_the_csv_file_is_explained_and_no_other() -> None:
    assert first_cells(sections(PAGE)["The CSV file"]) == set(HEADER)


def test_the_limits_are_those_of_the_table() -> None:
    said = {row[0].strip("`"): row[2] for row in rows(PAGE) if row[0].strip("`") in set(Criterion)}
    assert {code: int(text.split()[0]) / 100 for code, text in said.items()} == LIMITS
