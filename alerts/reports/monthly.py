"""What the monthly report is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import psycopg

from alerts.reports.speech import Flaws
from analytics.aggregates import edges
from analytics.balance.levels import Leakage, Level, leakage, levels
from analytics.balance.use import uses
from models.day_span import DaySpan, month_of
from models.figures import PeriodKind, Total
from models.registry import Medium
from storage import balance, report_contents
from storage.figures import ShownFigure
from storage.report_contents import BuildingUse, Episode, Member, ReportedSite

WELL_METERED = 0.9
"""A meter of which less of a month is metered is named."""


@dataclass(frozen=True, slots=True)
class WaterBalance:
    """What the first two levels of water meters of a site counted in the month, and what lies between."""

    site: ReportedSite
    levels: Sequence[Level]
    lost: Leakage


@dataclass(frozen=True, slots=True)
class Monthly:
    """A month of an institution, the first of `members`, and all below it.

    `figures` are those of the month, and of the year and heating season it lies in, as computed last;
    alerts are those that fired in the month, as was known when it ended, or at `until` before that.
    """

    members: Sequence[Member]
    month: DaySpan
    until: datetime
    figures: Sequence[ShownFigure]
    episodes: Sequence[Episode]
    balances: Sequence[WaterBalance]
    buildings: Sequence[BuildingUse]
    flaws: Flaws

    @property
    def totals(self) -> list[ShownFigure]:
        """What was used in the month, medium by medium."""
        order = list(Total)
        found = [each for each in self._of_month if each.indicator in order and each.value is not None]
        return sorted(found, key=lambda each: order.index(Total(each.indicator)))

    @property
    def shares(self) -> list[ShownFigure]:
        """What the month comes to per person, bed or area."""
        return [each for each in self._of_month if each.denominator and each.value is not None]

    @property
    def judged(self) -> list[ShownFigure]:
        """The years and heating seasons that a quota judges."""
        return [
            each
            for each in self.figures
            if each.period != PeriodKind.MONTH and each.quota_value is not None and each.value is not None
        ]

    @property
    def _of_month(self) -> list[ShownFigure]:
        return [each for each in self.figures if each.period == PeriodKind.MONTH]

    def is_own(self, figure: ShownFigure) -> bool:
        """Tell whether a figure is of the institution itself, with all below it."""
        return figure.institution == self.members[0].code


def gather(connection: psycopg.Connection, institution: str, month: date, until: datetime) -> Monthly:
    """Read the report of the month that begins on a day; raise GuanjiaError for an unknown institution."""
    members = report_contents.members(connection, institution)
    span = month_of(month)
    begins, ends = edges(span, ZoneInfo(members[0].timezone))
    known_at = min(ends, until)
    return Monthly(
        members=members,
        month=span,
        until=known_at,
        figures=report_contents.figures(connection, institution, span.start),
        episodes=report_contents.episodes(connection, institution, begins, known_at),
        balances=_balances(connection, institution, span),
        buildings=report_contents.buildings(connection, institution, span.start),
        flaws=Flaws(
            report_contents.silent_devices(connection, institution, known_at),
            report_contents.poor_meters(connection, institution, span.start, span.end, WELL_METERED),
            report_contents.aside_steps(connection, institution, begins, known_at),
        ),
    )


def _balances(connection: psycopg.Connection, institution: str, month: DaySpan) -> list[WaterBalance]:
    found: list[WaterBalance] = []
    for site in report_contents.sites(connection, institution):
        zone = ZoneInfo(site.zone)
        points = [
            point
            for point in balance.points(connection, site.code, *edges(month, zone))
            if point.medium == Medium.WATER
        ]
        if points:
            days = balance.days(connection, [point.id for point in points], month.start, month.end)
            found_levels = levels(points, uses(days, zone, month.start, month.end))
            found.append(WaterBalance(site, found_levels, leakage(found_levels)))
    return found
