"""Which period somebody asks figures of."""

from dataclasses import dataclass
from datetime import date

from models.figures import PeriodKind

_FIRST_MONTH_OF_A_HEATING_YEAR = 7


@dataclass(frozen=True, slots=True)
class Asked:
    """Periods of one kind that begin from `begins` on and before `ends`."""

    kind: PeriodKind
    begins: date
    ends: date


def asked(kind: PeriodKind, year: int | None, month: int | None, today: date) -> Asked:
    """Return the period asked for: that of `today` unless told; of a season the year in which it begins.

    Of another year, the month is December unless told.
    """
    match kind:
        case PeriodKind.YEAR:
            begins = date(year or today.year, 1, 1)
            return Asked(kind, begins, begins.replace(year=begins.year + 1))
        case PeriodKind.MONTH:
            chosen = year or today.year
            begins = date(chosen, month or (today.month if chosen == today.year else 12), 1)
            return Asked(kind, begins, begins.replace(day=2))
        case PeriodKind.HEATING_SEASON:
            begins = date(year or _heating_year(today), _FIRST_MONTH_OF_A_HEATING_YEAR, 1)
            return Asked(kind, begins, begins.replace(year=begins.year + 1))


def _heating_year(day: date) -> int:
    return day.year if day.month >= _FIRST_MONTH_OF_A_HEATING_YEAR else day.year - 1
