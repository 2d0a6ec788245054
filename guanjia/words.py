"""Numbers and words in the language of who reads them."""

from dataclasses import dataclass
from gettext import GNUTranslations

UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Words:
    """One language: the texts and the words for codes that its catalogue has."""

    catalogue: GNUTranslations

    def say(self, text: str, **values: object) -> str:
        """Return a text in this language with its values put in."""
        said = self.catalogue.gettext(text)
        return said % values if values else said

    def name(self, vocabulary: str, code: str) -> str:
        """Return the word for a code; the code itself where the catalogue has none."""
        key = f"{vocabulary}: {code}"
        word = self.catalogue.gettext(key)
        return code if word == key else word


def number(value: float | None, digits: int = 2) -> str:
    """Write an amount with separators; a dash for what nobody knows."""
    # adding zero turns -0.0 into 0.0
    return UNKNOWN if value is None else f"{round(value, digits) + 0.0:,.{digits}f}"


def percent(share: float | None, digits: int = 1) -> str:
    """Write a share in percent; a dash for what nobody knows."""
    return UNKNOWN if share is None else f"{round(100 * share, digits) + 0.0:.{digits}f} %"
