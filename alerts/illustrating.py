"""The picture of a section: its days against what they are judged by."""

from collections.abc import Callable
from dataclasses import dataclass

from alerts.formats import Formats
from alerts.picture import Day, Trend, Words, draw
from alerts.speaking import Speak
from alerts.typeface import machine_typeface
from alerts.yardsticks import Yardstick
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

    def draw(self, name: str, days: tuple[DailyUse, ...], by: Yardstick) -> Illustration | None:
        """Return the picture of some days; None where they are few or nothing judges them."""
        if len(days) < _FEWEST or by.level is None:
            return None
        own = self._words(self.say, days, by, f"{self.say(by.label)} {self.formats.amount(by.level)}")
        english = self._words(_in_english, days, by, f"{by.label} {by.level:,.3g}")
        drawn = tuple(Day(use.day, use.amount, use.coverage >= _WHOLE_DAY) for use in days)
        trend = Trend(drawn, by.level, {Language.EN: english} | {self.language: own})
        return Illustration(name, draw(trend, self.language, machine_typeface()), own.title)

    def _words(self, say: Callable[..., str], days: tuple[DailyUse, ...], by: Yardstick, level: str) -> Words:
        shown = self.formats.unit(by.unit) if say is self.say else by.unit.replace("m3", "m³")
        return Words(
            say(by.title, days=len(days), unit=shown),
            shown,
            level,
            say("within it"),
            say("above it"),
            say("not all of the day is metered"),
        )


def _in_english(message: str, **values: object) -> str:
    return message % values if values else message
