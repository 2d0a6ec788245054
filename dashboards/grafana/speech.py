"""The words of a dashboard in one language, and codes with their words as Grafana maps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import GNUTranslations

from grafana_foundation_sdk.models.dashboard import ValueMap, ValueMappingResult

from dashboards.vocabularies import UNITS, VOCABULARIES
from models.registry import Language

_COLOURS: Mapping[str, Mapping[str, str]] = {
    "state": {
        "firing": "red",
        "acknowledged": "orange",
        "pending": "yellow",
        "no_data": "purple",
        "silenced": "blue",
    },
    "vehicle": {"moving": "green", "parked": "blue", "silent": "orange", "unseen": "red"},
    "severity": {"critical": "red", "warning": "orange", "info": "blue"},
}


@dataclass(frozen=True, slots=True)
class Speech:
    """The catalogue of one language."""

    language: Language
    translations: GNUTranslations

    def text(self, key: str) -> str:
        """Return the text of a catalogue key; nothing for none."""
        return self.translations.gettext(key) if key else ""

    def word(self, vocabulary: str, code: str) -> str:
        """Return the word of a code; one that no catalogue knows stands for itself."""
        key = f"{vocabulary}: {code}"
        found = self.translations.gettext(key)
        return code if found == key else found

    def units(self) -> ValueMap:
        """Return how every unit is printed."""
        return ValueMap(
            {name: ValueMappingResult(text=self.text(name), index=index) for index, name in enumerate(UNITS)}
        )

    def mapping(self, vocabulary: str) -> ValueMap:
        """Return the words of all codes of a vocabulary, with the colours of those that have one."""
        colours = _COLOURS.get(vocabulary, {})
        return ValueMap(
            {
                code: ValueMappingResult(
                    text=self.word(vocabulary, code), color=colours.get(code), index=index
                )
                for index, code in enumerate(VOCABULARIES[vocabulary])
            }
        )
