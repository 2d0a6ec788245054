"""What stands in the cells of a figure, in the language of who reads it; what nobody knows is a dash."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from guanjia.words import UNKNOWN, Words, number, percent
from models.figures import Divisor, PeriodKind, Total
from models.quotas import DayDivisor
from storage.figures import ShownFigure

_TOTALS: Mapping[str, str] = {
    Total.WATER: "Fresh water used",
    Total.RECLAIMED_WATER: "Reclaimed water used",
    Total.ELECTRICITY: "Electricity used",
    Total.GAS: "Gas used",
    Total.HEAT: "Heat used",
    Total.ENERGY: "Energy in standard coal",
}
_DIVISORS: Mapping[str, str] = {
    Divisor.PEOPLE: "%(number)s people",
    Divisor.PERSON_DAYS: "%(number)s person-days",
    Divisor.BED_DAYS: "%(number)s bed-days",
    Divisor.AREA: "%(number)s m2 of floor",
    Divisor.HEATED_AREA: "%(number)s m2 heated",
}
_DAYS: Mapping[str, str] = {
    DayDivisor.CALENDAR_DAYS: "by calendar days",
    DayDivisor.WORKDAYS: "by workdays",
}
_UNIT_WORDS: Mapping[str, str] = {
    "person": "unit person",
    "bed": "unit bed",
    "a": "unit year",
    "d": "unit day",
}


@dataclass(frozen=True, slots=True)
class FigureWords:
    """One language; `is_chinese` tells which name of a tier is shown."""

    words: Words
    is_chinese: bool

    def say(self, text: str, **values: object) -> str:
        """Return a text in this language with its values put in."""
        return self.words.say(text, **values)

    def indicator(self, code: str) -> str:
        """Return what an indicator or a total is called."""
        return self.say(_TOTALS[code]) if code in _TOTALS else self.words.name("indicator", code)

    def unit(self, unit: str) -> str:
        """Return a unit with the words in it translated: m3/(person·a) is m3/(人·年)."""
        return re.sub(r"\b(person|bed|a|d)\b", lambda found: self.say(_UNIT_WORDS[found[0]]), unit)

    def amount(self, value: float | None, unit: str) -> str:
        """Return a value with its unit."""
        return UNKNOWN if value is None else f"{figure_of(value)} {self.unit(unit)}"

    def division(self, figure: ShownFigure) -> str:
        """Return what was divided by what, and who or which days that counts."""
        total = self.amount(figure.numerator, numerator_unit(figure.unit))
        divisor = _DIVISORS.get(figure.divisor or Divisor.NONE)
        if divisor is None:
            return total
        by = self.say(divisor, number=figure_of(figure.denominator))
        who = [self.words.name("person kind", kind) for kind in figure.counted]
        how = [] if figure.day_divisor is None else [self.say(_DAYS[figure.day_divisor])]
        noted = self.say("(%(what)s)", what=self.say(", ").join([*who, *how])) if who or how else ""
        return f"{total} ÷ {by}{noted}"

    def knowledge(self, figure: ShownFigure) -> str:
        """Return on which days the figure stands, how much of them is metered and how much is estimated."""
        days = self.say(
            "%(days)s days, %(first)s to %(last)s",
            days=f"{figure.observed_days:.0f}",
            first=figure.observed_from or UNKNOWN,
            last=figure.observed_to or UNKNOWN,
        )
        known = self.say(
            "covered %(coverage)s, estimated %(estimated)s",
            coverage=percent(figure.coverage, 0),
            estimated=percent(figure.estimated_share, 0),
        )
        return f"{days}\n{known}"

    def period(self, figure: ShownFigure) -> str:
        """Return the period a figure is about."""
        match PeriodKind(figure.period):
            case PeriodKind.YEAR:
                return self.say("the year %(year)s", year=figure.period_start.year)
            case PeriodKind.MONTH:
                return f"{figure.period_start:%Y-%m}"
            case PeriodKind.HEATING_SEASON:
                return self.say(
                    "the heating season %(start)s to %(end)s",
                    start=figure.period_start,
                    end=figure.period_end - timedelta(days=1),
                )


def figure_of(value: float | None) -> str:
    """Write a number with as many decimals as its size asks for; a whole one with none."""
    if value is None:
        return UNKNOWN
    size = abs(value)
    if size >= 1000 or abs(value - round(value)) < 1e-9:
        return number(value, 0)
    return number(value, 1 if size >= 100 else 2 if size >= 1 else 4)


def numerator_unit(unit: str) -> str:
    """Return the unit of what was used: litres are divided from m3."""
    amount = unit.partition("/")[0]
    return "m3" if amount == "L" else amount
