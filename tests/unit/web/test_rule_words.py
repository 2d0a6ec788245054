"""An alert that is about no indicator is called on panels as its rule is in mails."""

import pytest

from guanjia.rule_files import RULES, read_rules
from guanjia.translations import translations
from models.registry import Language
from web.console.words import Words


@pytest.mark.parametrize("language", Language)
def test_panels_call_rules_by_their_titles(language: Language) -> None:
    words = Words(language, translations()[language])
    for rule in read_rules(RULES):
        assert words.code("indicator", rule.code) == rule.title.read_in(language)
