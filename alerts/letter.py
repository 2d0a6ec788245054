"""What one mail is about, before it has words: the change, the figures, the reader, the days behind it."""

from dataclasses import dataclass
from datetime import date, datetime

from models.alerts import ChangeReason
from models.quota_progress import QuotaProgress
from models.registry import Language
from models.rules import Rule
from storage.alerting import DailyUse

_WHOLE_DAY = 0.95
"""From this coverage on a day is shown as whole: a meter that reports late leaves a little open."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets the mail."""

    address: str
    name: str
    language: Language


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one reader of one change; `days` are the latest days, oldest first."""

    notification_id: int
    created_at: datetime
    reader: Reader
    rule: Rule
    change_id: int
    changed_at: datetime
    reason: ChangeReason
    progress: QuotaProgress
    days: tuple[DailyUse, ...]

    @property
    def institution_name(self) -> str:
        """The institution's name as the reader knows it."""
        progress = self.progress
        if self.reader.language is Language.EN and progress.institution_name_en:
            return progress.institution_name_en
        return progress.institution_name


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the trend; `length` is 0 to 1 of the longest bar."""

    day: date
    amount: float
    length: float
    is_over: bool
    is_whole: bool


def trend(letter: Letter) -> list[Bar]:
    """Return the days as bars on one scale with the daily allowance, which is `allowance_length` long."""
    scale = _scale(letter)
    return [
        Bar(
            use.day,
            use.amount,
            max(use.amount, 0.0) / scale,
            use.amount > letter.progress.allowed_a_day,
            use.coverage >= _WHOLE_DAY,
        )
        for use in letter.days
    ]


def allowance_length(letter: Letter) -> float:
    """Return how long the quota's even share of a day is, on the scale of `trend`."""
    return letter.progress.allowed_a_day / _scale(letter)


def _scale(letter: Letter) -> float:
    return max([use.amount for use in letter.days] + [letter.progress.allowed_a_day, 1e-9])
