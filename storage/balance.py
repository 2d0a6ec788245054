"""What balances are computed from, read from the views of the schema analytics, as any reader may."""

from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime

from models.amounts import Amounts
from models.balance import BALANCED, Fitting, Night, Point, Site
from models.errors import GuanjiaError
from models.registry import Medium
from storage.arrays import array_cursor
from storage.consumption import Connection, stacked
from storage.database import query


def site(connection: Connection, code: str) -> Site:
    """Return a site; raise GuanjiaError, which lists the sites there are, when there is none of that code."""
    known = sites(connection)
    for found in known:
        if found.code == code:
            return found
    listed = ", ".join(f"{each.code} {each.name}" for each in known)
    remedy = f"there are {listed}" if known else "there is none yet: `guanjia registry apply` loads one"
    raise GuanjiaError(f"no site {code!r}; {remedy}")


def sites(connection: Connection) -> list[Site]:
    """Return every site that the reader sees."""
    return [Site(*row) for row in connection.execute(query("balance/sites"))]


def points(connection: Connection, code: str, begins: datetime, ends: datetime) -> list[Point]:
    """Return the measuring points of a site with whether they had a meter between two instants."""
    parameters = {
        "site": code,
        "begins": begins,
        "ends": ends,
        "media": list(BALANCED),
        "quantities": list(BALANCED.values()),
    }
    return [Point(*row) for row in connection.execute(query("balance/points"), parameters)]


def days(connection: Connection, meters: Sequence[int], start: date, end: date) -> Amounts:
    """Return the days of meters within a period, by meter and day."""
    parameters = {"meters": list(meters), "period_start": start, "period_end": end}
    with closing(array_cursor(connection)) as cursor:
        return stacked(cursor.execute(query("balance/days"), parameters).fetchall(), "D")


def nights(connection: Connection, code: str, medium: Medium, start: date, end: date) -> list[Night]:
    """Return the nights of a site and of its second-level meters within a period."""
    parameters = {"site": code, "medium": medium, "period_start": start, "period_end": end}
    return [Night(*row) for row in connection.execute(query("balance/nights"), parameters)]


def fittings(
    connection: Connection, code: str, medium: Medium, *, end: date, ends: datetime
) -> list[Fitting]:
    """Return the meters fitted and required at the end of a period, of each institution at a site.

    `end` is the first day after the period, `ends` the instant at which it begins.
    """
    parameters = {
        "site": code,
        "medium": medium,
        "quantity": BALANCED[medium],
        "period_end": end,
        "ends": ends,
    }
    rows = connection.execute(query("balance/fittings"), parameters)
    return [
        Fitting(institution, name, medium, level, fitted, required, source)
        for institution, name, level, fitted, required, source in rows
    ]
