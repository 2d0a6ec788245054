"""What alerts are about and what to do, in the words of the rules: for the pages of the console."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alerts.describing import Describer
from models.alerts import Figure
from models.registry import Language
from models.rules import Rule


@dataclass(frozen=True, slots=True)
class RuleWords:
    """Speaks for rules; one that is gone leaves its code, and no runbook."""

    rules: Sequence[Rule]
    describer: Describer

    def sentence(self, rule: str, figures: Mapping[str, Figure], language: Language) -> str:
        """Return what an alert is about."""
        return self.describer.sentence(rule, figures, language)

    def title(self, rule: str, language: Language) -> str:
        """Return the title of a rule."""
        known = self._rule(rule)
        return known.title.read_in(language) if known else rule

    def causes(self, rule: str, language: Language) -> list[str]:
        """Return what may be behind it, the likeliest first."""
        known = self._rule(rule)
        return [cause.read_in(language) for cause in known.runbook.causes] if known else []

    def actions(self, rule: str, language: Language) -> list[str]:
        """Return what to do, the first step first."""
        known = self._rule(rule)
        return [action.read_in(language) for action in known.runbook.actions] if known else []

    def _rule(self, code: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.code == code), None)
