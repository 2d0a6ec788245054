"""Long gaps of a file shaped by similar days of the same file."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np

from analytics.accounts import Account
from analytics.known_days import KnownDays
from analytics.similar_days import Locality, shaped
from models.amounts import Amounts
from models.calendar import Calendar


def with_shapes(account: Account, zone: ZoneInfo, calendar: Calendar) -> tuple[Account, Sequence[str]]:
    """Shape long gaps by the days of a zone; return also what the calendar lacks, as sentences.

    A file says nothing of heating, so days are similar by workday and rest alone.
    """
    days, empty = KnownDays(calendar), np.empty(0)
    places = dict.fromkeys(np.unique(account.gaps.meter).tolist(), Locality(zone))
    nothing = Amounts(np.empty(0, np.int64), np.empty(0, "datetime64[us]"), empty, empty, empty)
    return shaped(account, nothing, places, days), days.newly_missing()
