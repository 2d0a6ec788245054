"""The accounts that figures are made of, read as the analytics worker reads them."""

from datetime import date

from analytics.indicators.facts import Accounts, Basis, Facts, needed
from analytics.indicators.use import side_by_side
from models.calendar import Calendar
from models.day_span import DaySpan
from models.errors import GuanjiaError
from storage import consumption, indicators
from storage.consumption import Connection
from storage.report_sources import institution_id


def accounts_of(
    connection: Connection, institution: str, calendar: Calendar, grid_region: str, days: DaySpan, today: date
) -> Accounts:
    """Return the accounts of an institution over some days.

    Raises
    ------
    GuanjiaError
        When there is no such institution, or nothing of it is metered.
    """
    number = institution_id(connection, institution)
    subject = indicators.subjects(connection, [number]).get(number)
    if subject is None:
        raise GuanjiaError(
            f"{institution} has no site, nor has one below it: enter it in a site file, then"
            " `guanjia registry apply`"
        )
    points = indicators.metering_points(connection, [number])[number]
    quotas = indicators.judging_quotas(connection, [number])[number]
    spans = [(point.id, days.start, days.end) for point in needed(points, quotas)]
    use = side_by_side(consumption.days_within(connection, spans), days.start, days.end)
    basis = Basis(
        calendar, indicators.factor_sets(connection), indicators.grid_factors(connection), grid_region
    )
    facts = Facts(
        subject,
        tuple(points),
        use,
        tuple(indicators.occupied(connection, [number])[number]),
        tuple(quotas),
    )
    return Accounts(facts, basis, today)
