"""Numbers, days and units as readers of one locale write them."""

from datetime import date, datetime
from gettext import GNUTranslations
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal


class Formats:
    """Numbers, days and units as readers of one locale write them: `f` in the templates."""

    def __init__(self, locale: str, translations: GNUTranslations) -> None:
        self._locale = locale
        self._translations = translations

    def amount(self, value: float) -> str:
        """Return a number with about three figures that count: 5,321, 92.1, 3.91."""
        size = abs(value)
        pattern = "#,##0" if size >= 100 else "0.#" if size >= 10 else "0.##"
        # minus nothing is nothing
        return format_decimal(value if size >= 0.005 else 0.0, pattern, self._locale)

    def percent(self, share: float, pattern: str = "0") -> str:
        """Return a share in percent: 0.63 is 63 %."""
        return f"{format_decimal(share * 100, pattern, self._locale)} %"

    def unit(self, name: str) -> str:
        """Return a unit as it is printed: m3 is m³; a unit nobody translated stays as it is stored."""
        return self._translations.gettext(name) if name else ""

    def day(self, value: date) -> str:
        """Return a day with its weekday."""
        return format_date(value, "MM-dd EEE", self._locale)

    def date(self, at: datetime, zone: str) -> str:
        """Return the day of an instant in an IANA time zone."""
        return format_datetime(at, "yyyy-MM-dd", ZoneInfo(zone), self._locale)

    def instant(self, at: datetime, zone: str) -> str:
        """Return an instant on the clock of an IANA time zone."""
        return format_datetime(at, "yyyy-MM-dd HH:mm", ZoneInfo(zone), self._locale)
