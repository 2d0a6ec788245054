"""Everything a balance of one medium says, put together from what storage reads and analytics computes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from analytics.aggregates import edges
from analytics.balance.items import Breakdown, breakdown
from analytics.balance.levels import Leakage, Level, leakage, levels
from analytics.balance.nights import Zone, zones
from analytics.balance.tree import Node, forest
from analytics.balance.use import Use, uses
from analytics.balance.water_saving import Score, scores
from models.balance import BALANCED, Fitting, Night, Point, Site
from models.day_span import DaySpan
from models.errors import GuanjiaError
from models.registry import Medium
from storage import balance
from storage.consumption import Connection


@dataclass(frozen=True, slots=True)
class Account:
    """The balance of one medium of a site in a period; `breakdowns` are those of each institution there."""

    site: Site
    medium: Medium
    unit: str
    period: DaySpan
    trees: tuple[Node, ...]
    levels: tuple[Level, ...]
    leakage: Leakage
    fittings: tuple[Fitting, ...]
    scores: tuple[Score, ...]
    zones: tuple[Zone, ...]
    breakdowns: Mapping[str, Breakdown]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was read about one medium."""

    points: Sequence[Point]
    known: Mapping[int, Use]
    fittings: Sequence[Fitting]
    nights: Sequence[Night]


def account(site: Site, medium: Medium, period: DaySpan, findings: Findings) -> Account:
    """Balance one medium of a site."""
    points, known = findings.points, findings.known
    found = levels(points, known)
    return Account(
        site=site,
        medium=medium,
        unit=points[0].unit,
        period=period,
        trees=tuple(forest(points, known)),
        levels=tuple(found),
        leakage=leakage(found),
        fittings=tuple(findings.fittings),
        scores=tuple(scores(found)) if medium is Medium.WATER else (),
        zones=tuple(zones(findings.nights)),
        breakdowns=_breakdowns(points, known),
    )


def accounts(connection: Connection, site: Site, media: Sequence[Medium], period: DaySpan) -> list[Account]:
    """Read and balance those of some media that a site meters.

    Raises
    ------
    GuanjiaError
        When no meter of them was in place at the site in the period.
    """
    points = _points(connection, site, period)
    found = _accounts(connection, site, media, period, points)
    if not found:
        listed = ", ".join(sorted({point.medium for point in points if point.in_place})) or "none"
        raise GuanjiaError(
            f"no meter of {', '.join(media)} was in place at {site.code} from {period.start} to {period.end};"
            f" media with meters there: {listed}; see `analytics.installation`"
        )
    return found


def account_of(connection: Connection, site: Site, medium: Medium, period: DaySpan) -> Account | None:
    """Read and balance one medium of a site; None: no meter of it was in place there in the period."""
    points = _points(connection, site, period)
    return next(iter(_accounts(connection, site, [medium], period, points)), None)


def _points(connection: Connection, site: Site, period: DaySpan) -> list[Point]:
    return balance.points(connection, site.code, *edges(period, ZoneInfo(site.zone)))


def _accounts(
    connection: Connection, site: Site, media: Sequence[Medium], period: DaySpan, points: Sequence[Point]
) -> list[Account]:
    metered = {point.medium for point in points if point.in_place}
    return [
        account(site, medium, period, _read(connection, site, period, _of(medium, points)))
        for medium in media
        if medium in metered
    ]


def _breakdowns(points: Sequence[Point], known: Mapping[int, Use]) -> Mapping[str, Breakdown]:
    institutions = sorted({point.institution for point in points})
    return {code: breakdown([p for p in points if p.institution == code], known) for code in institutions}


def _of(medium: Medium, points: Sequence[Point]) -> list[Point]:
    return [point for point in points if point.medium == medium]


def _read(connection: Connection, site: Site, period: DaySpan, points: Sequence[Point]) -> Findings:
    medium, zone = Medium(points[0].medium), ZoneInfo(site.zone)
    days = balance.days(connection, [point.id for point in points], period.start, period.end)
    nights = (
        balance.nights(connection, site.code, medium, period.start, period.end)
        if BALANCED[medium] == "volume_m3"
        else []
    )
    fittings = balance.fittings(connection, site.code, medium, end=period.end, ends=edges(period, zone)[1])
    return Findings(points, uses(days, zone, period.start, period.end), fittings, nights)
