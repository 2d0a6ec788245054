"""What the daily digest is made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import psycopg

from alerts.reports.speech import Flaws
from models.quotas import Indicator
from models.registry import Medium
from storage import report_contents
from storage.figures import ShownFigure
from storage.report_contents import DayUse, Episode, Member

WEEKS = 4
"""What is usual is the median of the same weekday of so many weeks before."""

FEWEST_DAYS = 2
"""Of fewer such days nobody knows what is usual."""

WELL_METERED = 0.8
"""A meter of which less of a day is metered is named."""

UNUSUAL = 0.3
"""A day that differs from the usual by more is no quiet day."""

_MEDIA: Mapping[str, Medium] = {
    Indicator.WATER_PER_PERSON: Medium.WATER,
    Indicator.WATER_PER_PERSON_DAY: Medium.WATER,
    Indicator.WATER_PER_BED_DAY: Medium.WATER,
    Indicator.WATER_PER_AREA: Medium.WATER,
    Indicator.ELECTRICITY_PER_AREA: Medium.ELECTRICITY,
}
"""Indicators that divide one medium: their quota says what a day may come to."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened to an institution, the first of `members`, and all below it.

    `day` is the local day whose use it tells; alerts are those of `since` to `until`. `allowed` is what
    quotas allow on an average day [unit of the medium], by institution and medium.
    """

    members: Sequence[Member]
    day: date
    since: datetime
    until: datetime
    episodes: Sequence[Episode]
    uses: Sequence[DayUse]
    allowed: Mapping[tuple[str, Medium], float]
    flaws: Flaws

    @property
    def firing(self) -> list[Episode]:
        """The alerts that fire at the end, most severe first."""
        return [episode for episode in self.episodes if episode.ended_at is None]

    @property
    def resolved(self) -> list[Episode]:
        """The alerts that ended since the digest before."""
        return [episode for episode in self.episodes if episode.ended_at is not None]

    @property
    def own(self) -> list[DayUse]:
        """The use of the institution itself, with all below it."""
        return [use for use in self.uses if use.institution == self.members[0].code]

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing fires or fired, nothing was unusual, and the data is whole."""
        unusual = any(abs(change(use) or 0.0) > UNUSUAL for use in self.uses)
        return not (self.episodes or self.flaws or unusual)


def change(use: DayUse) -> float | None:
    """Return by how much a day differs from the usual, as a share; None where either is not known.

    Examples
    --------
    92 m3 where 75 m3 are usual: 0.227.
    """
    if use.amount is None or not use.usual or use.usual_days < FEWEST_DAYS or use.coverage < WELL_METERED:
        return None
    return use.amount / use.usual - 1


def allowed_a_day(figures: Iterable[ShownFigure]) -> dict[tuple[str, Medium], float]:
    """Return what quotas allow on an average day, the strictest of each institution and medium.

    Examples
    --------
    600 people with 25 m3 a year each: 15,000 / 365 = 41.1 m3.
    """
    found: dict[tuple[str, Medium], float] = {}
    for figure in figures:
        whole, medium = _allowed(figure), _MEDIA.get(figure.indicator)
        if whole is not None and medium is not None:
            a_day = whole / (figure.period_end - figure.period_start).days
            key = figure.institution, medium
            found[key] = min(a_day, found.get(key, a_day))
    return found


def gather(
    connection: psycopg.Connection, institution: str, day: date, since: datetime, until: datetime
) -> Digest:
    """Read the digest of a day, as things were at `until`; raise GuanjiaError for an unknown institution."""
    return Digest(
        members=report_contents.members(connection, institution),
        day=day,
        since=since,
        until=until,
        episodes=report_contents.episodes(connection, institution, since, until),
        uses=report_contents.day_use(connection, institution, day, WEEKS),
        allowed=allowed_a_day(report_contents.figures(connection, institution, day)),
        flaws=Flaws(
            report_contents.silent_devices(connection, institution, until),
            report_contents.poor_meters(connection, institution, day, day + timedelta(days=1), WELL_METERED),
            report_contents.aside_steps(connection, institution, since, until),
        ),
    )


def _allowed(figure: ShownFigure) -> float | None:
    """Return what the quota allows everybody together in the period; None where none judges it."""
    if figure.quota_value is None or figure.numerator is None:
        return None
    if figure.used_share:
        return figure.numerator / figure.used_share
    return None if figure.denominator is None else figure.quota_value * figure.denominator
