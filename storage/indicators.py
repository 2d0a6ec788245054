"""What indicators are computed from, and where they are written."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from models.amounts import Amounts
from models.figures import Figure, Headcount, JudgingQuota, Subject
from models.quotas import Indicator
from storage.arrays import array_cursor
from storage.consumption import Connection, stacked
from storage.database import query


def subjects(connection: Connection) -> dict[int, Subject]:
    """Return the institutions that have a place, by id."""
    rows = connection.execute(query("analytics/institution_zones"))
    return {row[0]: Subject(*row) for row in rows}


def institutions_of(connection: Connection, meters: Sequence[int]) -> dict[int, int]:
    """Return the institution that each meter belongs to."""
    rows = connection.execute(query("analytics/institutions_of_meters"), {"meters": list(meters)})
    return dict(rows.fetchall())


def judging_quota(
    connection: Connection, institution: int, indicator: Indicator, day: date
) -> JudgingQuota | None:
    """Return the quota that judges an indicator of an institution on a day."""
    row = connection.execute(
        query("analytics/judging_quota"),
        {"institution": institution, "indicator": indicator.value, "day": day},
    ).fetchone()
    if row is None:
        return None
    quota, code, unit, counts, value = row
    return JudgingQuota(quota, code, unit, tuple(counts), value)


def fresh_water_days(connection: Connection, institution: int, start: date, end: date) -> Amounts:
    """Return the days of an institution's main meters for fresh water within a period."""
    parameters = {"institution": institution, "period_start": start, "period_end": end}
    with array_cursor(connection) as cursor:
        return stacked(cursor.execute(query("analytics/fresh_water_days"), parameters).fetchall(), "D")


def people(
    connection: Connection, institution: int, kinds: Sequence[str], start: date, end: date
) -> list[Headcount]:
    """Return who was where within a period, of some kinds of people."""
    parameters = {"institution": institution, "kinds": list(kinds), "period_start": start, "period_end": end}
    rows = connection.execute(query("analytics/people"), parameters)
    return [
        Headcount(place, frozenset(within or ()), valid_from, valid_to, count)
        for place, within, valid_from, valid_to, count in rows
    ]


def lock(connection: Connection, institution: int) -> None:
    """Wait until no other worker computes the figures of an institution; held until the transaction ends."""
    connection.execute(query("analytics/lock_indicator"), {"institution": institution})


def write(connection: Connection, figure: Figure) -> None:
    """Write the figure of an institution for a period."""
    parameters = asdict(figure) | {"indicator": figure.indicator.value}
    connection.execute(query("analytics/write_indicator"), parameters)


def remove(connection: Connection, institution: int, indicator: Indicator, period_start: date) -> None:
    """Remove a figure that can no longer be computed."""
    parameters = {"institution": institution, "indicator": indicator.value, "period_start": period_start}
    connection.execute(query("analytics/remove_indicator"), parameters)
