"""Water per person: how far an institution has come with its yearly quota."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from analytics.people import people_by_day
from models.amounts import Amounts
from models.figures import Figure, Headcount, JudgingQuota, Subject
from models.quotas import Indicator


@dataclass(frozen=True, slots=True)
class Year:
    """The period a yearly quota judges: from 1 January of the institution's own calendar."""

    number: int

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.number, 1, 1)

    @property
    def end(self) -> date:
        """The first day after it."""
        return date(self.number + 1, 1, 1)

    @property
    def days(self) -> int:
        """365 or 366."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Progress:
    """A figure within a running year.

    `value` and `projected` are in m3/person, `numerator` in m3, `denominator` in people; the rest are shares
    and days.
    """

    value: float
    numerator: float
    denominator: float
    observed_days: int
    coverage: float
    estimated_share: float
    due_share: float
    projected: float
    used_share: float | None


class NoFigure(StrEnum):
    """Why there is no figure."""

    NO_QUOTA = "no_quota"
    """No quota judges the institution, so nothing says who is counted."""

    NO_WATER = "no_water"
    """No main meter for fresh water has a reading in the period."""
    NO_PEOPLE = "no_people"
    """On none of the observed days is anybody recorded whom the quota counts."""


def observed_days(use: Amounts) -> NDArray[np.datetime64]:
    """Return the days on which use is known, from the first day with readings on.

    Before it, a register recorded when the meter was put in may bound the use of months in which nothing was
    read. Such a stretch is left out of the year's figure, on both sides of the division: a system
    that began in November is not judged by January. A gap after it counts: its total is known.
    """
    read = use.start[use.coverage > 0]
    return np.unique(use.start[use.start >= read.min()]) if len(read) else np.empty(0, "datetime64[D]")


def water_per_person(
    use: Amounts, headcounts: Sequence[Headcount], year: Year, quota_m3: float | None
) -> Progress | NoFigure:
    """Divide fresh water by people, and compare with what the quota allows by now.

    Parameters
    ----------
    use : Amounts
        Days of the main meters for fresh water [m3] in the year; several meters add up.
    headcounts : sequence of Headcount
        People of the kinds that the quota counts.
    year : Year
        The period.
    quota_m3 : float or None
        What the quota allows a person in the whole year [m3]; None where the standard is blank.

    Returns
    -------
    Progress or NoFigure
        With ``value = numerator / denominator``, where the denominator is the mean number of people over the
        observed days for which it is known; ``due_share = observed_days / days of the year``, by days only,
        as if every day were due alike; ``used_share = value / quota_m3`` and ``projected = value /
        observed_days x days of the year``.

    Examples
    --------
    35 of 365 days, 2,345 m3, 600 people, quota 25 m3: value 3.908 m3/person, used 15.63 % where 9.59 % are
    due, projected 40.76 m3/person.
    """
    days = observed_days(use)
    if not len(days):
        return NoFigure.NO_WATER
    people = people_by_day(headcounts, days)
    known = people[~np.isnan(people)]
    denominator = float(known.mean()) if len(known) else 0.0
    if denominator <= 0:
        return NoFigure.NO_PEOPLE
    inside = use.start >= days[0]
    numerator = float(use.amount[inside].sum())
    value = numerator / denominator
    return Progress(
        value=value,
        numerator=numerator,
        denominator=denominator,
        observed_days=len(days),
        coverage=_coverage(use, inside, len(days)),
        estimated_share=_estimated_share(use, inside),
        due_share=len(days) / year.days,
        projected=value / len(days) * year.days,
        used_share=None if quota_m3 is None else value / quota_m3,
    )


def _coverage(use: Amounts, inside: NDArray[np.bool_], days: int) -> float:
    """Return the mean over all meters and observed days; a meter without a row covers nothing of its day."""
    meters = len(np.unique(use.meter))
    return min(1.0, float(use.coverage[inside].sum()) / (meters * days))


def _estimated_share(use: Amounts, inside: NDArray[np.bool_]) -> float:
    total = float(np.abs(use.amount[inside]).sum())
    return min(1.0, float(np.abs(use.estimated[inside]).sum()) / total) if total else 0.0


def figure(subject: Subject, year: Year, quota: JudgingQuota, progress: Progress, now: datetime) -> Figure:
    """Return the row that stands for a progress; its tier stays empty, for a tier judges a whole year."""
    return Figure(
        institution_id=subject.id,
        indicator=Indicator.WATER_PER_PERSON,
        period_start=year.start,
        period_end=year.end,
        unit=quota.unit,
        quota_id=quota.id,
        quota_value=quota.value,
        computed_at=now,
        **asdict(progress),
    )
