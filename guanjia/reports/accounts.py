"""The accounts that figures are made of, read as the analytics worker reads them."""

from datetime import date

from analytics.indicators.facts import Accounts
from analytics.worker.accounts import accounts, registered
from models.calendar import Calendar
from models.day_span import DaySpan
from models.errors import GuanjiaError
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
    registry = registered(connection, [number], calendar, grid_region)
    if number not in registry.subjects:
        raise GuanjiaError(
            f"{institution} has no site, nor has one below it: enter it in a site file, then"
            " `guanjia registry apply`"
        )
    return accounts(connection, registry, number, days, today)
