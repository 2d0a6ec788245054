"""Every text of a mail stands in the catalogue of every language."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from models.quotas import SourceStatus
from models.registry import Language

ROOT = Path(__file__).parents[3]


def catalogue(language: Language) -> Catalog:
    file = ROOT / "config" / "locales" / language.value / "LC_MESSAGES" / "guanjia.po"
    return read_po(BytesIO(file.read_bytes()), locale=language.value, abort_invalid=True)


def said_in_templates() -> set[str]:
    found = set[str]()
    for template in (ROOT / "alerts" / "templates").iterdir():
        messages = extract("jinja2", BytesIO(template.read_bytes()), keywords={"_": None})
        found |= {str(message) for _, message, _, _ in messages}
    return found - {"quota status: "}


@pytest.mark.parametrize("language", Language)
def test_what_the_templates_say_is_translated(language: Language) -> None:
    known = catalogue(language)
    statuses = {f"quota status: {status}" for status in SourceStatus}
    said = said_in_templates() | statuses
    assert len(said) > 30
    missing = {text for text in said if not (message := known.get(text)) or not message.string}
    assert not missing


@pytest.mark.parametrize("language", Language)
def test_translations_keep_the_placeholders(language: Language) -> None:
    broken = [str(message.id) for message in catalogue(language) if message.id and list(message.check())]
    assert not broken
