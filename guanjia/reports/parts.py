"""What a report says beside its figures: levels of water meters, sub-items of electricity, buildings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from psycopg.rows import dict_row

from analytics.aggregates import edges
from analytics.balance.levels import Leakage, Level, leakage, levels
from analytics.balance.use import uses
from models.day_span import DaySpan
from models.registry import Medium
from storage import balance, report_contents
from storage.consumption import Connection
from storage.database import query
from storage.report_contents import BuildingUse, ReportedSite


@dataclass(frozen=True, slots=True)
class SiteLevels:
    """What the levels of water meters of a site counted, and what lies between the first two."""

    site: ReportedSite
    levels: Sequence[Level]
    lost: Leakage


@dataclass(frozen=True, slots=True)
class ItemUse:
    """Electricity of second-level meters of one sub-item [kWh], and in as many days before; None: unknown."""

    item: str
    amount: float
    before: float | None


def levels_of(connection: Connection, institution: str, days: DaySpan) -> list[SiteLevels]:
    """Return the levels of water meters of each site of an institution and of all below it."""
    found: list[SiteLevels] = []
    for site in report_contents.sites(connection, institution):
        zone = ZoneInfo(site.zone)
        points = [
            point
            for point in balance.points(connection, site.code, *edges(days, zone))
            if point.medium == Medium.WATER
        ]
        if points:
            known = balance.days(connection, [point.id for point in points], days.start, days.end)
            of_site = levels(points, uses(known, zone, days.start, days.end))
            found.append(SiteLevels(site, of_site, leakage(of_site)))
    return found


def items_of(connection: Connection, institution: str, since: datetime, until: datetime) -> list[ItemUse]:
    """Return what second-level meters counted by sub-item, most first: rows of the dashboards' panel."""
    # the panel looks at days up to the one its last instant lies in
    last = max(since, until - timedelta(microseconds=1))
    parameters = {"institution": institution, "place": None, "since": since, "now": last}
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(query("panels/electricity_items"), parameters).fetchall()
    before = {row["label"]: float(row["value"]) for row in rows if row["series"] == "before"}
    return [
        ItemUse(row["label"], float(row["value"]), before.get(row["label"]))
        for row in rows
        if row["series"] == "this"
    ]


def buildings_of(connection: Connection, institution: str, days: DaySpan) -> list[BuildingUse]:
    """Return what buildings used in whole months, by medium, most first: the sum of their months."""
    found: dict[tuple[str, str], BuildingUse] = {}
    months = list(days.months())
    known = 0
    for month in months:
        of_month = report_contents.buildings(connection, institution, month.start)
        known += bool(of_month)
        for use in of_month:
            key = (use.code, use.medium)
            found[key] = _sum(found[key], use) if key in found else use
    if len(months) > 1:
        # the month before a quarter's first is no quarter; a month without a row covers nothing
        found = {
            key: replace(use, last_month=None, coverage=use.coverage / known) for key, use in found.items()
        }
    order = list(Medium)
    return sorted(found.values(), key=lambda use: (order.index(use.medium), -use.amount, use.code))


def _sum(first: BuildingUse, second: BuildingUse) -> BuildingUse:
    """Return two months together, their coverages added up; the year before is known where it is of both."""
    both = first.last_year is not None and second.last_year is not None
    return replace(
        first,
        amount=first.amount + second.amount,
        coverage=first.coverage + second.coverage,
        last_year=(first.last_year or 0.0) + (second.last_year or 0.0) if both else None,
    )
