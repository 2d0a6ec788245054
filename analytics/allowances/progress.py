"""How far a place has come within a period: used, due, and where it will end."""

from dataclasses import dataclass
from datetime import date

from analytics.allowances.opening import Custom
from models.allowances import Period, Use


@dataclass(frozen=True, slots=True)
class Progress:
    """Used and due after the whole days before `until` [unit of the meters].

    `due` and `ahead` are None without an approved volume; `projected` without an open day that is over;
    `per_meal` where no meals are known.
    """

    until: date
    use: Use
    carried: float
    open_days: int
    open_days_over: int
    due: float | None
    projected: float | None
    meals: float | None
    per_meal: float | None

    @property
    def used(self) -> float:
        """What counts against the approved volume: the period's own use and what it takes over."""
        return self.use.volume + self.carried


def until(period: Period, today: date) -> date:
    """Return the first day that is not over, within a period."""
    return max(period.start, min(today, period.end))


def progress(
    period: Period, custom: Custom, use: Use, *, today: date, approved: float | None, carried: float = 0.0
) -> Progress:
    """Compare what was used before today with what is due by the open days that are over.

    Parameters
    ----------
    period : Period
        The period.
    custom : Custom
        Its place's open days and diners.
    use : Use
        What was used from the period's first day up to, and without, `until(period, today)`.
    today : date
        Today, at the place: it is not over, so that it does not count.
    approved, carried : float
        The approved volume, and the adjustments that the period takes over.

    Notes
    -----
    due = approved x open days over / open days; projected = used / open days over x open days, with what is
    carried added once; per meal = used / meals served so far.

    Examples
    --------
    110 m3 approved, 55 m3 used after 10 of 22 open days with 430 meals each: due 50 m3, projected 121 m3, and
    55 x 1000 / 4300 = 12.8 L a meal.
    """
    end = until(period, today)
    whole, over = len(custom.open_days(period.start, period.end)), len(custom.open_days(period.start, end))
    meals = custom.meals(period.start, end)
    return Progress(
        until=end,
        use=use,
        carried=carried,
        open_days=whole,
        open_days_over=over,
        due=None if approved is None or not whole else approved * over / whole,
        projected=use.volume * whole / over + carried if over else None,
        meals=meals,
        per_meal=use.volume / meals if meals else None,
    )
