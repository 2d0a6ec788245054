"""Everything a report is made of, read in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.reports.speech import Flaws
from analytics.aggregates import edges
from analytics.indicators.facts import Accounts
from analytics.indicators.periods import Period
from analytics.indicators.spans import SpanFigure, span_figures
from guanjia.reports.accounts import accounts_of
from guanjia.reports.parts import ItemUse, SiteLevels, buildings_of, items_of, levels_of
from guanjia.reports.period import ReportPeriod, ReportSpan
from guanjia.reports.quarter import quarter_figures
from models.calendar import Calendar
from models.day_span import DaySpan
from models.figures import PeriodKind
from storage import figures, report_contents
from storage.consumption import Connection
from storage.figures import ShownFigure
from storage.report_contents import BuildingUse, Episode, Member
from storage.report_sources import SourceMeter, VehicleUse, source_meters, vehicle_uses

_WELL_METERED = 0.9
"""A meter of which less of the period is metered is named."""

_TREND = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Basis:
    """What holds for all institutions: the calendar, and whose grid electricity comes from."""

    calendar: Calendar
    grid_region: str


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure as it is shown everywhere, and what it is made of; None: no day is metered now."""

    shown: ShownFigure
    made_of: SpanFigure | None

    @property
    def key(self) -> str:
        """What its trace is called."""
        return f"{self.shown.period}:{self.shown.period_start}:{self.shown.indicator}"


@dataclass(frozen=True, slots=True)
class Material:
    """What is known of an institution, the first of `members`, and all below it, of a period.

    `period` are its figures of the whole period, `months` of its months, `judged` of the years and heating
    seasons that quotas judge, as computed last; `trend` are totals of the last twelve months. `until` is when
    it was read, or when the period ended if that is earlier.
    """

    members: Sequence[Member]
    span: ReportSpan
    now: datetime
    until: datetime
    period: Sequence[Traced]
    months: Sequence[Traced]
    judged: Sequence[Traced]
    trend: Sequence[ShownFigure]
    meters: Mapping[int, SourceMeter]
    media: Mapping[str, str]
    balances: Sequence[SiteLevels]
    items: Sequence[ItemUse]
    buildings: Sequence[BuildingUse]
    vehicles: Sequence[VehicleUse]
    episodes: Sequence[Episode]
    flaws: Flaws


def read(
    connection: Connection, members: Sequence[Member], span: ReportSpan, basis: Basis, now: datetime
) -> Material:
    """Read a report's material; call it in one transaction, so that all of it is of one moment."""
    first = members[0]
    zone = ZoneInfo(first.timezone)
    begins, ends = edges(span.days, zone)
    until = min(ends, now)
    today = now.astimezone(zone).date()
    judged = [
        each
        for each in report_contents.figures(connection, first.code, min(span.last_day, today))
        if each.institution == first.code and each.period != PeriodKind.MONTH
    ]
    accounts = accounts_of(
        connection, first.code, basis.calendar, basis.grid_region, _axis(span, judged), today
    )
    shown = _months(connection, first.code, span.days)
    months = _traced(accounts, shown)
    period = _period(connection, accounts, first, span, months, now)
    every = [*period, *months, *_traced(accounts, judged)]
    entering = {share.meter for each in every if each.made_of for share in each.made_of.shares}
    return Material(
        members=members,
        span=span,
        now=now,
        until=until,
        period=period,
        months=months,
        judged=_traced(accounts, judged),
        trend=_months(connection, first.code, DaySpan(span.days.end - _TREND, span.days.end)),
        meters={
            each.meter_id: each
            for each in source_meters(connection, sorted(entering), *_outermost(every, span, zone))
        },
        media={point.code: point.medium for point in accounts.facts.points},
        balances=levels_of(connection, first.code, span.days),
        items=items_of(connection, first.code, begins, until),
        buildings=buildings_of(connection, first.code, span.days),
        vehicles=vehicle_uses(connection, first.code, span.days.start, span.days.end),
        episodes=report_contents.episodes(connection, first.code, begins, until),
        flaws=Flaws(
            report_contents.silent_devices(connection, first.code, until),
            report_contents.poor_meters(
                connection, first.code, span.days.start, min(span.days.end, today), _WELL_METERED
            ),
            report_contents.aside_steps(connection, first.code, begins, until),
        ),
    )


def _period(
    connection: Connection,
    accounts: Accounts,
    member: Member,
    span: ReportSpan,
    months: Sequence[Traced],
    now: datetime,
) -> Sequence[Traced]:
    match span.period:
        case ReportPeriod.MONTH:
            return months
        case ReportPeriod.QUARTER:
            return [Traced(*pair) for pair in quarter_figures(accounts, member, span, now)]
        case ReportPeriod.YEAR:
            found = figures.figures(connection, member.code, PeriodKind.YEAR, span.days.start, span.days.end)
            return _traced(accounts, found)


def _months(connection: Connection, institution: str, days: DaySpan) -> list[ShownFigure]:
    return figures.figures(connection, institution, PeriodKind.MONTH, days.start, days.end)


def _traced(accounts: Accounts, shown: Sequence[ShownFigure]) -> list[Traced]:
    """Find out which meters figures are made of, each period once."""
    spans = {Period(PeriodKind(each.period), each.period_start, each.period_end) for each in shown}
    made: dict[tuple[Period, str], SpanFigure] = {
        (span, found.definition.indicator): found for span in spans for found in span_figures(accounts, span)
    }
    return [
        Traced(
            each,
            made.get((Period(PeriodKind(each.period), each.period_start, each.period_end), each.indicator)),
        )
        for each in shown
    ]


def _axis(span: ReportSpan, judged: Sequence[ShownFigure]) -> DaySpan:
    """Return the days whose use is needed: of what is shown, and of the year before a period."""
    first = min([span.a_year_before().start, *(each.period_start for each in judged)])
    last = max([span.days.end, *(each.period_end for each in judged)])
    return DaySpan(first, last)


def _outermost(every: Sequence[Traced], span: ReportSpan, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the instants between which every figure of the report lies."""
    first = min([span.days.start, *(each.shown.period_start for each in every)])
    last = max([span.days.end, *(each.shown.period_end for each in every)])
    return edges(DaySpan(first, last), zone)
