"""What one mail is about, before it has words: the changes, the figures, the reader, the days behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from models.alerts import ChangeReason, Figure, Severity
from models.quota_progress import QuotaProgress
from models.registry import Language
from models.rules import Rule
from models.sightings import Sighting
from storage.alerting import DailyUse

_WHOLE_DAY = 0.95
"""From this coverage on a day is shown as whole: a meter that reports late leaves a little open."""

_SEVERITIES = (Severity.CRITICAL, Severity.WARNING, Severity.INFO)

Facts = QuotaProgress | Sighting
"""What an alert was judged by."""


def read_facts(figures: Mapping[str, Figure]) -> Facts:
    """Return what an alert was judged by, from the figures kept of it; raise ValidationError of bad ones."""
    return (Sighting if "kind" in figures else QuotaProgress).model_validate(figures)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets the mail."""

    address: str
    name: str
    language: Language


@dataclass(frozen=True, slots=True)
class Item:
    """One change of one alert; `days` are the latest days of what it is about, oldest first."""

    rule: Rule
    alert_id: int
    change_id: int
    changed_at: datetime
    reason: ChangeReason
    facts: Facts
    days: tuple[DailyUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What one rule has to say: an over-quota rule of one institution, another of all its subjects."""

    rule: Rule
    items: tuple[Item, ...]

    @property
    def first(self) -> Item:
        """The item that stands for the section."""
        return self.items[0]


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one reader: the changes of one institution and group that were due together."""

    notification_id: int
    created_at: datetime
    reader: Reader
    items: tuple[Item, ...]

    @property
    def sections(self) -> list[Section]:
        """The items rule by rule, the most severe first."""
        ordered = sorted(
            self.items,
            key=lambda item: (_SEVERITIES.index(item.rule.severity), item.rule.code, item.change_id),
        )
        found: list[Section] = []
        for _, group in groupby(ordered, key=lambda item: item.rule.code):
            items = tuple(group)
            if isinstance(items[0].facts, QuotaProgress):
                found += [Section(item.rule, (item,)) for item in items]
            else:
                found.append(Section(items[0].rule, items))
        return found

    @property
    def institution(self) -> str:
        """The institution's code."""
        return self.items[0].facts.institution

    @property
    def institution_name(self) -> str:
        """The institution's name as the reader knows it."""
        facts = self.items[0].facts
        if self.reader.language is Language.EN and facts.institution_name_en:
            return facts.institution_name_en
        return facts.institution_name

    @property
    def is_reminder(self) -> bool:
        """Tell whether everything in it was told before."""
        return all(item.reason is ChangeReason.REPEATED for item in self.items)

    @property
    def is_escalation(self) -> bool:
        """Tell whether something in it was not acknowledged in time."""
        return any(item.reason is ChangeReason.ESCALATED for item in self.items)


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the trend; `length` is 0 to 1 of the longest bar."""

    day: date
    amount: float
    length: float
    is_over: bool
    is_whole: bool


def trend(days: tuple[DailyUse, ...], allowed_a_day: float | None) -> list[Bar]:
    """Return days as bars on one scale with what is allowed a day, which is `allowance_length` long."""
    scale = _scale(days, allowed_a_day)
    return [
        Bar(
            use.day,
            use.amount,
            max(use.amount, 0.0) / scale,
            allowed_a_day is not None and use.amount > allowed_a_day,
            use.coverage >= _WHOLE_DAY,
        )
        for use in days
    ]


def allowance_length(days: tuple[DailyUse, ...], allowed_a_day: float) -> float:
    """Return how long what is allowed a day is, on the scale of `trend`."""
    return allowed_a_day / _scale(days, allowed_a_day)


def _scale(days: tuple[DailyUse, ...], allowed_a_day: float | None) -> float:
    return max([use.amount for use in days] + [allowed_a_day or 0.0, 1e-9])
