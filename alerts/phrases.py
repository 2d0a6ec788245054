"""Small pieces of sentences in one language: names, amounts, durations, days."""

from dataclasses import dataclass
from datetime import date, timedelta

from alerts.formats import Formats
from alerts.speaking import Speaker
from models.sightings import Sighting


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's pieces; `is_chinese` tells which of two names a reader knows."""

    say: Speaker
    formats: Formats
    is_chinese: bool

    def name(self, seen: Sighting) -> str:
        """Return what a subject is called, with its code."""
        name = seen.name if self.is_chinese or not seen.name_en else seen.name_en
        return f"{name} {seen.code}".strip() if name != seen.code else seen.code

    def quantity(self, value: float, unit: str) -> str:
        """Return a number with its unit."""
        return f"{self.formats.amount(value)} {self.formats.unit(unit)}".strip()

    def duration(self, hours: float) -> str:
        """Return hours as a person says them: minutes below two hours, days from two days on."""
        span = timedelta(hours=hours)
        if span < timedelta(hours=2):
            minutes = round(hours * 60)
            return self.say.several("%(count)s minute", "%(count)s minutes", minutes, count=minutes)
        if span < timedelta(days=2):
            return self.say("%(count)s hours", count=round(hours))
        return self.say("%(count)s days", count=round(hours / 24))

    def instant(self, seen: Sighting) -> str:
        """Return the instant of what was seen, on the clock of its site."""
        return "" if seen.at is None else self.formats.instant(seen.at, seen.timezone)

    def day(self, day: date | None) -> str:
        """Return a day."""
        return "" if day is None else day.isoformat()
