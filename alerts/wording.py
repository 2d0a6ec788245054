"""What a section of a mail says of its alerts, as sentences of one language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from alerts.formats import Formats
from alerts.vehicle_wording import VehicleWording
from models.quota_progress import QuotaProgress
from models.rules import Measure, OverQuotaRule
from models.sightings import DeviceSightingKind, Sighting

Speak = Callable[..., str]
"""A text of the catalogue with values put in."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's sentences; `is_chinese` tells which of two names a reader knows."""

    say: Speak
    formats: Formats
    is_chinese: bool

    def name(self, seen: Sighting) -> str:
        """Return what a subject is called, with its code."""
        name = seen.name if self.is_chinese or not seen.name_en else seen.name_en
        return f"{name} {seen.code}".strip() if name != seen.code else seen.code

    def seen(self, seen: Sighting) -> str:
        """Return one sentence that says of one subject what is the matter."""
        match seen.kind:
            case "geofence" | "speeding" | "out_of_hours" | "overnight_away" | "maintenance_due" as kind:
                vehicles = VehicleWording(self.say, self.formats, self.is_chinese)
                return vehicles.seen(kind, seen, self.duration)
            case kind:
                return self._of_device(kind, seen)

    def _of_device(self, kind: DeviceSightingKind, seen: Sighting) -> str:
        f, name = self.formats, self.name(seen)
        match kind:
            case "absence" if seen.subject_kind == "site":
                text = "%(name)s: nothing has been heard of the whole site for %(duration)s"
                return self.say(text, name=name, duration=self.duration(seen.value))
            case "absence":
                text = "%(name)s: nothing heard for %(duration)s, last at %(at)s"
                return self.say(text, name=name, duration=self.duration(seen.value), at=self._at(seen))
            case "low_coverage":
                text = "%(name)s: %(coverage)s of the last %(days)s days is metered"
                return self.say(text, name=name, coverage=f.percent(seen.value), days=seen.days)
            case "set_aside":
                text = "%(name)s: %(count)s steps of its register are not counted, together %(amount)s"
                amount = self.quantity(seen.amount or 0.0, seen.amount_unit)
                return self.say(text, name=name, count=f.amount(seen.value), amount=amount)
            case "rate_of_change":
                text = "%(name)s: %(amount)s on %(day)s, usually %(usual)s: %(times)s times as much"
                return self.say(
                    text,
                    name=name,
                    amount=self.quantity(seen.amount or 0.0, seen.amount_unit),
                    usual=self.quantity(seen.usual or 0.0, seen.amount_unit),
                    times=f.amount(seen.value),
                    day=self._at(seen)[:10],
                )
            case "threshold":
                above = "%(name)s: %(value)s, above %(limit)s (%(at)s)"
                below = "%(name)s: %(value)s, below %(limit)s (%(at)s)"
                return self.say(
                    above if seen.is_above else below,
                    name=name,
                    value=self.quantity(seen.value, seen.unit),
                    limit=self.quantity(seen.limit, seen.unit),
                    at=self._at(seen),
                )
            case _:
                assert_never(kind)

    def facts(self, seen: Sighting) -> Iterator[tuple[str, str]]:
        """Yield what a mail about a single subject says beside the sentence: names with values."""
        if seen.coverage is not None and seen.kind != "low_coverage":
            yield self.say("Data"), self.say("%(share)s metered", share=self.formats.percent(seen.coverage))
        if seen.excess_a_day is not None and seen.excess_a_year is not None:
            yield self.say("Too much a day"), self.quantity(seen.excess_a_day, seen.amount_unit)
            yield self.say("A year at this rate"), self.quantity(seen.excess_a_year, seen.amount_unit)

    def quota(self, rule: OverQuotaRule, progress: QuotaProgress) -> str:
        """Return what a figure has to do with its quota, without the institution's name."""
        title = rule.title.zh_CN if self.is_chinese else rule.title.en
        f = self.formats
        match rule.measure:
            case Measure.PROGRESS:
                text, value = "%(title)s is %(share)s ahead of its quota", f.percent(progress.over_share)
            case Measure.PROJECTED:
                share = (progress.projected or 0.0) / progress.quota_value - 1
                text, value = "%(title)s will end %(share)s above its quota at this rate", f.percent(share)
            case Measure.PASSING:
                day = "" if progress.limit_date is None else progress.limit_date.isoformat()
                text, value = "%(title)s will pass its quota on %(share)s", day
            case Measure.TIER:
                text, value = "%(title)s was %(share)s above its quota", f.percent(progress.used_share - 1)
        return self.say(text, title=title, share=value)

    def divisor(self, progress: QuotaProgress) -> str:
        """Return who or what shares the amount."""
        per = progress.unit.partition("/")[2]
        if "person" in per:
            return self.say("people")
        return self.say("beds") if "bed" in per else self.formats.unit("m2")

    def quantity(self, value: float, unit: str) -> str:
        """Return a number with its unit."""
        return f"{self.formats.amount(value)} {self.formats.unit(unit)}".strip()

    def duration(self, hours: float) -> str:
        """Return hours as a person says them: minutes below two hours, days from two days on."""
        span = timedelta(hours=hours)
        if span < timedelta(hours=2):
            return self.say("%(count)s minutes", count=round(hours * 60))
        if span < timedelta(days=2):
            return self.say("%(count)s hours", count=round(hours))
        return self.say("%(count)s days", count=round(hours / 24))

    def _at(self, seen: Sighting) -> str:
        return "" if seen.at is None else self.formats.instant(seen.at, seen.timezone)
