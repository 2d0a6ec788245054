"""An alert in one sentence, for whoever comes by the link of a mail."""

from collections.abc import Callable, Mapping
from gettext import GNUTranslations

from pydantic import ValidationError

from alerts.formats import Formats
from alerts.letter import read_facts
from alerts.speaking import Speaker
from alerts.wording import Wording
from models.alerts import Figure
from models.registry import Language
from models.rules import OverQuotaRule, Rule
from models.sightings import Sighting


class Describer:
    """Says of an alert what it is about; a rule that is gone, or figures nobody can read, leave the code."""

    def __init__(
        self, rules: Callable[[], list[Rule]], translations: Mapping[Language, GNUTranslations]
    ) -> None:
        self._rules = rules
        self._wordings = {
            language: Wording(
                Speaker(catalogue), Formats(language.value, catalogue), language is Language.ZH_CN
            )
            for language, catalogue in translations.items()
        }

    def sentence(self, rule: str, figures: Mapping[str, Figure], language: Language) -> str:
        """Return one sentence in the reader's language."""
        wording = self._wordings[language]
        known = next((each for each in self._rules() if each.code == rule), None)
        try:
            facts = read_facts(figures)
        except ValidationError:
            facts = None
        if isinstance(facts, Sighting):
            return wording.seen(facts)
        if facts is not None and isinstance(known, OverQuotaRule):
            return wording.quota(known, facts)
        return known.title.read_in(language) if known else rule
