"""The picture of a section: its days against what they are judged by."""

from collections.abc import Callable
from dataclasses import dataclass

from alerts.formats import Formats
from alerts.picture import Day, Trend, Words, draw
from alerts.typeface import machine_typeface
from alerts.wording import Speak
from models.registry import Language
from storage.alerting import DailyUse

_FEWEST = 3
"""Of fewer days a sentence says more than a picture."""
_WHOLE_DAY = 0.95


@dataclass(frozen=True, slots=True)
class Illustration:
    """A PNG that a mail shows under a name of its own, and what it says where pictures are not shown."""

    name: str
    png: bytes
    alternative: str


@dataclass(frozen=True, slots=True)
class Illustrator:
    """Draws in one language; what it says in English are the texts of the catalogue themselves."""

    language: Language
    say: Speak
    formats: Formats

    def draw(
        self, name: str, days: tuple[DailyUse, ...], level: float | None, label: str, unit: str
    ) -> Illustration | None:
        """Return the picture of some days; None where they are few or nothing judges them."""
        if len(days) < _FEWEST or level is None:
            return None
        own = self._words(self.say, days, f"{self.say(label)} {self.formats.amount(level)}", unit)
        english = self._words(_in_english, days, f"{label} {level:,.3g}", unit.replace("m3", "m³"))
        drawn = tuple(Day(use.day, use.amount, use.coverage >= _WHOLE_DAY) for use in days)
        trend = Trend(drawn, level, {Language.EN: english} | {self.language: own})
        return Illustration(name, draw(trend, self.language, machine_typeface()), own.title)

    def _words(self, say: Callable[..., str], days: tuple[DailyUse, ...], level: str, unit: str) -> Words:
        shown = self.formats.unit(unit) if say is self.say else unit
        return Words(
            say("Use of the latest %(days)s days, %(unit)s", days=len(days), unit=shown),
            shown,
            level,
            say("within it"),
            say("above it"),
            say("not all of the day is metered"),
        )


def _in_english(message: str, **values: object) -> str:
    return message % values if values else message
