"""Numbers and words of a balance in the language of who reads it."""

from dataclasses import dataclass
from gettext import GNUTranslations

from analytics.balance.tree import Judgement

UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class Words:
    """One language: `say` looks a text up, the rest write numbers; what nobody knows is a dash."""

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

    def doubt(self, judgement: Judgement) -> str:
        """Return why a difference cannot be judged; nothing where it can, or where there is none."""
        if judgement in {Judgement.SURE, Judgement.LEAF}:
            return ""
        return self.name("judgement", judgement)


def number(value: float | None, digits: int = 2) -> str:
    """Write an amount with separators."""
    # adding zero turns -0.0 into 0.0
    return UNKNOWN if value is None else f"{round(value, digits) + 0.0:,.{digits}f}"


def percent(share: float | None, digits: int = 1) -> str:
    """Write a share in percent."""
    return UNKNOWN if share is None else f"{round(100 * share, digits) + 0.0:.{digits}f} %"
