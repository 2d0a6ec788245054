"""Pages of panels, each about one thing: the dashboards of Grafana, in the order in which people look."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import panels
from dashboards.panel import Panel


@dataclass(frozen=True, slots=True)
class Page:
    """One dashboard: `title` is a catalogue key; `rows` stand below each other, a row 12 wide at most.

    `since` is the period that is shown at first, as Grafana writes it; `name` is part of its address.
    """

    name: str
    title: str
    rows: Sequence[Sequence[Panel]]
    since: str = "now-35d"

    @property
    def panels(self) -> list[Panel]:
        """All of its panels."""
        return [panel for row in self.rows for panel in row]


OVERVIEW = Page(
    "overview",
    "Overview",
    (
        (panels.SITES,),
        (panels.TODAY,),
        (panels.WATER_PER_PERSON, panels.ALERTS),
        (panels.WATER_BY_DAY, panels.WATER_BY_ZONE),
        (panels.ELECTRICITY_BY_ITEM,),
        (panels.VEHICLES,),
        (panels.SILENT_DEVICES, panels.REJECTED),
        (panels.PIPELINE,),
    ),
)

PAGES: Sequence[Page] = (OVERVIEW,)
"""All of them."""


def every_panel() -> list[Panel]:
    """Return each panel once, in the order of the pages."""
    return list({panel.name: panel for page in PAGES for panel in page.panels}.values())
