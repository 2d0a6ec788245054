"""What to look at before a figure is believed, and what to do about it."""

from collections.abc import Iterable, Iterator, Mapping

from guanjia.figures.words import FigureWords
from models.figures import CheckReason
from storage.figures import ShownFigure

REMEDIES: Mapping[str, str] = {
    CheckReason.NO_PEOPLE: "enter the people that count under occupancy in the registry",
    CheckReason.NO_PEOPLE_PART: "date the first entry of people under occupancy earlier",
    CheckReason.NO_AREA: "enter the area under occupancy in the registry",
    CheckReason.NO_AREA_PART: "date the first entry of area under occupancy earlier",
    CheckReason.FACTOR_MISSING: "add the factor to config/factors/ and load it",
    CheckReason.NO_CALENDAR: "add the year to the calendar's overlay file",
    CheckReason.SILENT_METER: "see to the meter: its use is missing, or not taken out",
    CheckReason.LOW_COVERAGE: "see to the gaps: less than four fifths of the days is metered",
    CheckReason.HIGH_ESTIMATED: "see to the gaps: more than a tenth is estimated",
    CheckReason.PARTLY_METERED: "nothing to do: the period was not metered wholly, so no tier judges it",
    CheckReason.BELOW_GUIDE: "check meters and people: so little is as unusual as too much",
    CheckReason.PEOPLE_JUMP: "confirm the number of people: it changed by more than a tenth",
    CheckReason.AREA_JUMP: "confirm the area: it changed by more than a tenth",
}


def checks(figures: Iterable[ShownFigure], words: FigureWords) -> Iterator[str]:
    """Yield one line for each reason: what it is, which figures it concerns, and what to do."""
    concerned: dict[str, list[str]] = {}
    for figure in figures:
        for reason in figure.check_reasons:
            concerned.setdefault(reason, []).append(words.indicator(figure.indicator))
    for reason, indicators in concerned.items():
        yield words.say(
            "%(reason)s: %(remedy)s (%(figures)s)",
            reason=words.words.name("check", reason),
            remedy=words.say(REMEDIES[reason]) if reason in REMEDIES else "",
            figures=words.say(", ").join(indicators),
        )
