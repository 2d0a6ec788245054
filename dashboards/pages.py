"""Pages of panels, each about one thing: the dashboards of Grafana, in the order in which people look."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import energy_panels as energy
from dashboards import panels
from dashboards import quality_panels as quality
from dashboards import vehicle_panels as vehicles
from dashboards import water_panels as water
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

INSTITUTION = Page(
    "institution",
    "Institution at a glance",
    (
        (energy.INSTITUTION_FACTS,),
        (panels.TODAY,),
        (energy.QUOTA_PROGRESS,),
        (energy.MONTH_FIGURES,),
        (water.WATER_BY_MONTH, energy.ELECTRICITY_BY_MONTH),
        (panels.ALERTS,),
    ),
)

WATER = Page(
    "water",
    "Water",
    (
        (panels.WATER_BY_DAY, panels.WATER_BY_ZONE),
        (water.WATER_LEVELS,),
        (water.NIGHT_FLOW, water.LEAKS),
        (water.CANTEEN_ALLOWANCE,),
        (water.WATER_BY_MONTH, energy.RANKING_WATER),
    ),
)

ELECTRICITY = Page(
    "electricity",
    "Electricity and its sub-items",
    (
        (panels.ELECTRICITY_BY_ITEM,),
        (energy.ELECTRICITY_ITEMS, energy.ELECTRICITY_BY_METER),
        (energy.UNUSUAL_DAYS,),
        (energy.ELECTRICITY_BY_MONTH, energy.RANKING_ELECTRICITY),
    ),
)

QUOTAS = Page(
    "quotas",
    "Energy and carbon against quotas",
    ((panels.WATER_PER_PERSON, panels.ALERTS), (energy.QUOTA_PROGRESS,), (energy.CARBON_BY_MONTH,)),
)

RANKING = Page(
    "ranking",
    "Institutions compared",
    (
        (energy.RANKING_WATER, energy.RANKING_ELECTRICITY),
        (energy.RANKING_ENERGY, energy.RANKING_CARBON),
    ),
)

VEHICLES = Page(
    "vehicles",
    "Vehicles",
    (
        (panels.VEHICLES,),
        (vehicles.VEHICLE_KM,),
        (vehicles.VEHICLE_DAYS, vehicles.VEHICLE_SERVICES),
        (vehicles.VEHICLE_COSTS, vehicles.VEHICLE_YEARS),
    ),
)

ALERTS = Page(
    "alerts",
    "Alerts",
    ((panels.ALERTS,), (quality.ALERTS_BY_RULE,), (quality.ALERT_MAILS,)),
)

QUALITY = Page(
    "quality",
    "Data quality",
    (
        (quality.COVERAGE_BY_DAY, quality.POOR_METERS),
        (quality.SET_ASIDE,),
        (panels.SILENT_DEVICES, panels.REJECTED),
    ),
)

PIPELINE = Page(
    "pipeline",
    "Data pipeline",
    ((panels.PIPELINE,), (quality.REJECTED_BY_DAY, quality.DEVICES_BY_KIND)),
    since="now-7d",
)

PAGES: Sequence[Page] = (
    OVERVIEW,
    INSTITUTION,
    WATER,
    ELECTRICITY,
    QUOTAS,
    RANKING,
    VEHICLES,
    ALERTS,
    QUALITY,
    PIPELINE,
)
"""All of them."""


def every_panel() -> list[Panel]:
    """Return each panel once, in the order of the pages."""
    return list({panel.name: panel for page in PAGES for panel in page.panels}.values())
