"""Billing periods: months that begin on the billing day."""

from collections.abc import Iterator
from datetime import date, timedelta

from models.allowances import Period

_DAY = timedelta(days=1)


def period(month: date, billing_day: int) -> Period:
    """Return the period that begins in a month, on the billing day (1 to 28).

    Examples
    --------
    December 2026 with billing day 20: from 2026-12-20 on and before 2027-01-20.
    """
    return Period(month.replace(day=1), month.replace(day=billing_day), _after(month, billing_day))


def period_of(day: date, billing_day: int) -> Period:
    """Return the period that a day lies in.

    Examples
    --------
    2026-12-19 with billing day 20 lies in November, from 2026-11-20 on and before 2026-12-20.
    """
    month = day.replace(day=1)
    return period(month if day.day >= billing_day else earlier(month, 1), billing_day)


def earlier(month: date, months: int) -> date:
    """Return the first day of the month `months` before another; of one after it where that is negative."""
    count = month.year * 12 + month.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def between(of: Period, end_before: date | None, start_after: date | None) -> Period:
    """Fit a period between its neighbours, where the billing day was changed.

    Parameters
    ----------
    of : Period
        As the billing day of today says.
    end_before : date or None
        Where the period of the month before ends; None: there is none.
    start_after : date or None
        Where the period of the month after begins; None: there is none.

    Returns
    -------
    Period
        Without a day that nobody counts, and without one that is counted twice.

    Examples
    --------
    November ended on 2026-12-01, and the billing day is 20 now: December is from 2026-12-01 on and before
    2027-01-20.
    """
    start = of.start if end_before is None else end_before
    end = of.end if start_after is None else start_after
    return Period(of.month, start, end)


def days(start: date, end: date) -> Iterator[date]:
    """Yield the days from `start` on and before `end`."""
    return (start + number * _DAY for number in range((end - start).days))


def _after(month: date, billing_day: int) -> date:
    return earlier(month, -1).replace(day=billing_day)
