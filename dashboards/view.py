"""Of what a viewer wants to see a page of panels: an institution with all below it, a site, a period."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dashboards.panel import PERIOD, Panel


@dataclass(frozen=True, slots=True)
class View:
    """Codes of an institution and of a site, None: all that is seen; `lasting` is the period until now."""

    institution: str | None = None
    place: str | None = None
    lasting: timedelta = PERIOD

    def parameters(self, panel: Panel, now: datetime, language: str) -> dict[str, object]:
        """Return what a panel's query is asked with."""
        within = {"institution": self.institution, "place": self.place}
        return panel.parameters(now, language, now - self.lasting) | within


WHOLE = View()
"""Everything that is seen, over the usual period."""
