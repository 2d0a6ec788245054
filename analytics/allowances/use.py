"""What a place used in some days, from the days of its meters."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from analytics.allowances.periods import days
from models.allowances import DayUse, Serving, Use

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


def used(rows: Sequence[DayUse], serving: Serving, zone: ZoneInfo, start: date, end: date) -> Use:
    """Add days of meters up, each times its share.

    Parameters
    ----------
    rows : sequence of DayUse
        Days of the meters of `serving`, at most one for each meter and day; others do not count.
    serving : Serving
        Meters and their shares.
    zone : ZoneInfo
        Where the place is: a day weighs by its 23, 24 or 25 hours.
    start, end : date
        First day, and the first day after the last.

    Returns
    -------
    Use
        `coverage` is that of the meter known least, as a share of all these days: an absent day covers
        nothing. `estimated_share` adds the estimated parts of all meters, whatever sign their share has, over
        what was counted in either direction; 0 where nothing was.

    Examples
    --------
    A day of 12 m3, of which 3 are estimated, and one without a row: 12 m3, 25 % estimated, coverage 0.5.
    """
    hours = {day: _hours(day, zone) for day in days(start, end)}
    covered: defaultdict[str, float] = defaultdict(float)
    volume = estimated = gross = 0.0
    revision = 0
    for row in rows:
        share = serving.shares.get(row.meter)
        if share is None or row.day not in hours:
            continue
        volume += share * row.amount
        estimated += abs(share * row.estimated)
        gross += abs(share * row.amount)
        covered[row.meter] += row.coverage * hours[row.day]
        revision += row.revision
    whole = sum(hours.values())
    return Use(
        volume=volume,
        estimated_share=min(estimated / gross, 1.0) if gross else 0.0,
        coverage=min(min(covered[meter] for meter in serving.shares) / whole, 1.0) if whole else 0.0,
        revision=revision,
    )


def _hours(day: date, zone: ZoneInfo) -> float:
    begins, ends = (datetime.combine(each, time(), zone).astimezone(UTC) for each in (day, day + _DAY))
    return (ends - begins) / _HOUR
