"""Addresses of the pages of figures, and the links to them that every page of figures has at its top."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

from models.registry import Language
from web.console.drawings.boxes import text
from web.console.words import Words

_PREFIX: Final[Mapping[Language, str]] = {Language.ZH_CN: "", Language.EN: "/en"}
DASHBOARDS: Final = "/d"
INSTITUTIONS: Final = "/institutions"
PLACES: Final = "/places"
METER: Final = "/meter"
QUOTAS: Final = "/quotas"
ALERTS: Final = "/alerts"
_ENTRIES: Final = (
    (INSTITUTIONS, "Institutions and buildings"),
    (QUOTAS, "Quotas"),
    (ALERTS, "Alerts"),
    (f"{DASHBOARDS}/water", "Figures"),
)


def address(language: Language, path: str, *names: str, **asked: str | None) -> str:
    """Return where a page stands in a language: `names` are parts of its path, `asked` its query."""
    parts = "".join(f"/{quote(name, safe='')}" for name in names)
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{_PREFIX[language]}{path}{parts}{'?' if query else ''}{query}"


def figure_links(words: Words) -> None:
    """Write a link to each kind of pages of figures."""
    for path, title in _ENTRIES:
        text(words.text(title), "switch", "a").props["href"] = address(words.language, path)
