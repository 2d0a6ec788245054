"""Texts of one language's catalogue, with values put in."""

from collections.abc import Callable
from gettext import GNUTranslations

Speak = Callable[..., str]
"""A text of the catalogue with values put in."""


class Speaker:
    """Says texts of a catalogue; the key of each is its English."""

    def __init__(self, translations: GNUTranslations) -> None:
        self._translations = translations

    def __call__(self, message: str, **values: object) -> str:
        """Return a text with values in it."""
        text = self._translations.gettext(message)
        return text % values if values else text

    def several(self, one: str, many: str, number: int, **values: object) -> str:
        """Return the text for one or for many, as the language counts."""
        return self._translations.ngettext(one, many, number) % values
