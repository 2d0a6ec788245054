"""For whom a report is written: language, units, and how figures are named."""

from collections.abc import Sequence
from dataclasses import dataclass
from gettext import GNUTranslations

from typing_extensions import override

from alerts.reports.speech import Speech
from guanjia.figures.words import FigureWords, numerator_unit
from guanjia.reports.cells import Cells
from guanjia.reports.units import ReportUnits, Units
from guanjia.words import UNKNOWN, Words
from models.figures import Total
from models.registry import Language
from models.rules import Rule
from storage.figures import ShownFigure
from storage.report_contents import Member


@dataclass(frozen=True, slots=True)
class ReportWords(FigureWords):
    """The words of `guanjia figures`, with the units and the rounding of a report; gas is named elsewhere."""

    units: Units
    cells: Cells

    @override
    def unit(self, unit: str) -> str:
        """Return a unit as the report names it."""
        return self.units.named(unit)

    @override
    def amount(self, value: float | None, unit: str) -> str:
        """Return a value with its unit."""
        return UNKNOWN if value is None else f"{self.cells.amount(value).text} {self.unit(unit)}"


@dataclass(frozen=True, slots=True)
class ReportReader:
    """One reader's words, units and cells."""

    language: Language
    speech: Speech
    words: ReportWords
    units: Units
    cells: Cells

    def say(self, text: str, **values: object) -> str:
        """Return a text in the reader's language with its values put in."""
        return self.words.say(text, **values)

    def unit(self, figure: ShownFigure) -> str:
        """Return the unit of a figure."""
        return self.units.named(figure.unit, is_gas=figure.indicator == Total.GAS)

    def numerator_unit(self, figure: ShownFigure) -> str:
        """Return the unit of what a figure's amount is added up in."""
        return self.units.named(numerator_unit(figure.unit), is_gas=figure.indicator == Total.GAS)


def report_reader(
    language: Language,
    translations: GNUTranslations,
    members: Sequence[Member],
    rules: Sequence[Rule],
    units: ReportUnits,
) -> ReportReader:
    """Return a reader with the names of the institutions and rules of one report."""
    speech = Speech(language, translations, members, rules)
    said = Words(translations)
    named, cells = Units(said, units), Cells(speech.formats)
    words = ReportWords(said, language is Language.ZH_CN, named, cells)
    return ReportReader(language, speech, words, named, cells)
