"""What the pages say: texts of a catalogue, numbers and instants as readers of one language write them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from gettext import GNUTranslations
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_compact_decimal, format_decimal

from dashboards.panel import Column, Format, Row
from models.registry import Language

UNKNOWN = "–"
"""What stands where nothing is known: never a zero."""


class Words:
    """The words of one language."""

    def __init__(self, language: Language, translations: GNUTranslations) -> None:
        self.language = language
        # given by its name, babel looks for its file at each number it writes
        self.locale = Locale.parse(language.value)
        self._translations = translations
        self._writers: Mapping[Format, Callable[[Any], str]] = {
            Format.TEXT: str,
            Format.UNIT: self.unit,
            Format.COUNT: self.count,
            Format.AMOUNT: self.amount,
            Format.SHARE: self.share,
            Format.SIGNED_SHARE: self.signed_share,
            Format.PER_MINUTE: self.count,
            Format.DEGREES: lambda value: f"{value:.4f}",
            Format.YUAN: lambda value: format_decimal(value, "#,##0.00", self.locale),
            Format.DAY: lambda value: format_date(value, "yyyy-MM-dd", self.locale),
        }

    def text(self, key: str, **values: object) -> str:
        """Return the text of a catalogue key."""
        return self._translations.gettext(key) % values if values else self._translations.gettext(key)

    def code(self, vocabulary: str, code: str) -> str:
        """Return the word for a code; a code that no catalogue knows stands for itself."""
        key = f"{vocabulary}: {code}"
        word = self._translations.gettext(key)
        return code if word == key else word

    def unit(self, name: str) -> str:
        """Return a unit as it is printed: m3 is m³."""
        return self._translations.gettext(name) if name else ""

    def count(self, value: float) -> str:
        """Return a whole number; past a million as 1.23 million, 123.4 ten thousands."""
        if abs(value) >= 1_000_000:
            return format_compact_decimal(value, locale=self.locale, fraction_digits=1)
        return format_decimal(value, "#,##0", self.locale)

    def amount(self, value: float) -> str:
        """Return a number with about three figures that count: 5,321, 92.1, 3.91."""
        size = abs(value)
        pattern = "#,##0" if size >= 100 else "0.#" if size >= 10 else "0.##"
        return format_decimal(value, pattern, self.locale)

    def share(self, value: float) -> str:
        """Return a share in percent: 0.156 is 15.6 %."""
        return f"{format_decimal(value * 100, '0.#', self.locale)} %"

    def signed_share(self, value: float) -> str:
        """Return a difference in percent with its sign."""
        return f"{format_decimal(value * 100, '+0;-0', self.locale)} %"

    def day(self, value: date) -> str:
        """Return a day of the last weeks."""
        return format_date(value, "MM-dd", self.locale)

    def month(self, value: date) -> str:
        """Return the month of a day."""
        return format_date(value, "yyyy-MM", self.locale)

    def instant(self, at: datetime, zone: str | None) -> str:
        """Return an instant on the clock of an IANA time zone; without one it says that it is UTC."""
        pattern = "yyyy-MM-dd HH:mm" if zone else "yyyy-MM-dd HH:mm 'UTC'"
        return format_datetime(at, pattern, ZoneInfo(zone or "UTC"), self.locale)

    def cell(self, column: Column, row: Row) -> str:
        """Return what stands in a column of a row."""
        value = row[column.name]
        if value is None or value == "":
            return UNKNOWN
        if column.format is Format.INSTANT:
            return self.instant(value, row.get("timezone"))
        if column.format in {Format.WORD, Format.BADGE}:
            return self.code(column.words, value)
        return self._writers[column.format](value)

    def beside(self, column: Column, row: Row) -> str:
        """Return what stands small under a number; nothing where there is nothing to compare with."""
        value = row.get(column.beside_of) if column.beside else None
        return (
            ""
            if value is None
            else self.text(column.beside, value=self._writers[column.beside_format](value))
        )
