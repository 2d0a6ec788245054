"""On which days a place is open, and how many meals it serves on them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from analytics.allowances.periods import days
from models.allowances import Dated, Load, Opening
from models.calendar import Calendar


def _never(_: date) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Custom:
    """The custom of a place: when it is open, and whom it serves.

    `meals_per_diner` turns diners into meals where no meals are recorded.
    """

    opening: Opening
    calendar: Calendar
    occupancy: Sequence[Dated] = ()
    meals_per_diner: float = 1.0
    closed: Callable[[date], bool] = field(default=_never)

    def is_open(self, day: date) -> bool:
        """Tell whether the place is open; raise NoCalendarError where workdays of a year are not known."""
        if self.closed(day):
            return False
        return self.opening is Opening.DAILY or self.calendar.is_workday(day)

    def open_days(self, start: date, end: date) -> list[date]:
        """Return the open days from `start` on and before `end`."""
        return [day for day in days(start, end) if self.is_open(day)]

    def load(self, kind: Load, start: date, end: date) -> float | None:
        """Add up what a place served from `start` on and before `end`.

        Returns
        -------
        float or None
            Meals (those of a year spread over its open days), or meals of the diners of each open day, or
            open days. None: the figure is missing on one of them.

        Examples
        --------
        22 open days with 430 diners at 1 meal each: 9,460 meals.
        """
        opened = self.open_days(start, end)
        if kind is Load.OPEN_DAY:
            return float(len(opened))
        loads = [self._on(day, kind) for day in opened]
        known = [load for load in loads if load is not None]
        return sum(known) if len(known) == len(loads) else None

    def meals(self, start: date, end: date) -> float | None:
        """Return the meals served: the recorded ones, else those of the diners; None: neither is known."""
        recorded = self.load(Load.MEAL, start, end)
        return self.load(Load.DINER, start, end) if recorded is None else recorded

    def _on(self, day: date, kind: Load) -> float | None:
        dated = next((each for each in self.occupancy if each.holds(day)), None)
        if dated is None:
            return None
        if kind is Load.DINER:
            return None if dated.diners is None else dated.diners * self.meals_per_diner
        if dated.meals_a_year is None:
            return None
        return dated.meals_a_year / len(self.open_days(date(day.year, 1, 1), date(day.year + 1, 1, 1)))
