"""Units as a report writes them: standard ones, or those of everyday papers; never both in one report."""

import re
from collections.abc import Mapping
from enum import StrEnum

from guanjia.words import Words

_EVERYDAY: Mapping[str, str] = {"m3": "t of water", "kWh": "degree of electricity"}
_WORDS: Mapping[str, str] = {"person": "person", "bed": "bed", "a": "year", "d": "day"}
_TOKENS = re.compile(rf"\b({'|'.join(_WORDS)})\b")


class ReportUnits(StrEnum):
    """Which units amounts are written in; the numbers are the same: 1 m3 of water is 1 t, 1 kWh is 1 度."""

    STANDARD = "standard"
    """m3 and kWh."""
    EVERYDAY = "everyday"
    """吨 for water and 度 for electricity; gas stays in m3."""


class Units:
    """Names of units for one reader."""

    def __init__(self, words: Words, units: ReportUnits) -> None:
        self._words = words
        self._units = units

    def named(self, unit: str, *, is_gas: bool = False) -> str:
        """Return what a unit is called: m3/(person·a) is m³/(人·年), or 吨/(人·年)."""
        amount, stroke, per = unit.partition("/")
        if self._units is ReportUnits.EVERYDAY and amount in _EVERYDAY and not is_gas:
            amount = self._words.say(_EVERYDAY[amount])
        translated = _TOKENS.sub(lambda found: self._words.say(f"unit {_WORDS[found[0]]}"), per)
        return f"{_raised(amount)}{stroke}{_raised(translated)}"

    def titled(self, title: str, unit: str, *, is_gas: bool = False) -> str:
        """Return a column's title with its unit."""
        named = self.named(unit, is_gas=is_gas)
        return self._words.say("%(title)s (%(unit)s)", title=self._words.say(title), unit=named)


def _raised(unit: str) -> str:
    return unit.replace("m3", "m³").replace("m2", "m²")
