"""Addresses of the console's pages: in Chinese as they are, in English below /en."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

from models.registry import Language

PREFIX: Final[Mapping[Language, str]] = {Language.ZH_CN: "", Language.EN: "/en"}
OVERVIEW: Final[Mapping[Language, str]] = {Language.ZH_CN: "/zh", Language.EN: "/en"}
DASHBOARDS: Final = "/d"
INSTITUTIONS: Final = "/institutions"
PLACES: Final = "/places"
METER: Final = "/meter"
QUOTAS: Final = "/quotas"
ALERTS: Final = "/alerts"
SILENCES: Final = "/alerts/silences"
BOARD: Final = "/board"
ORDERS: Final = "/orders"
VEHICLES: Final = "/vehicles"
QUALITY: Final = "/quality"
REJECTED: Final = "/rejected"
DEVICES: Final = "/devices"
METERS: Final = "/meters"
USERS: Final = "/users"
AUDIT: Final = "/audit"


def address(language: Language, path: str, *names: str, **asked: str | None) -> str:
    """Return where a page stands in a language: `names` are parts of its path, `asked` its query."""
    parts = "".join(f"/{quote(name, safe='')}" for name in names)
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{PREFIX[language]}{path}{parts}{'?' if query else ''}{query}"


def in_each(path: str) -> Mapping[Language, str]:
    """Return where a page stands in every language."""
    return {language: f"{prefix}{path}" for language, prefix in PREFIX.items()}
