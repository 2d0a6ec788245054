"""Panels about electricity, quotas, carbon and who uses most."""

from typing import Final

from dashboards.panel import Chart, Column, Format, Link, Panel

_TO_INSTITUTION: Final = Link("institution", "institution", "institution_code")

ELECTRICITY_BY_MONTH = Panel(
    name="electricity_by_month",
    title="Electricity by month, main meters",
    chart=Chart.STACKED,
    empty="No month is counted yet",
    unit="kWh",
    is_monthly=True,
    span=6,
    series_words="medium",
    palette="electricity",
    asks="use_by_month",
    fixed=(("medium", "electricity"), ("quantity", "energy_kwh")),
)

ELECTRICITY_ITEMS = Panel(
    name="electricity_items",
    title="Electricity by sub-item, beside the period before",
    chart=Chart.PAIRED,
    empty="No sub-item has counted in this period",
    unit="kWh",
    span=5,
    label_words="item",
    series_words="span",
    palette="electricity",
)

ELECTRICITY_BY_METER = Panel(
    name="electricity_by_meter",
    title="Electricity by meter",
    chart=Chart.TABLE,
    empty="No electricity meter has counted in this period",
    span=7,
    columns=(
        Column("meter_name", "Meter"),
        Column("place_name", "Place"),
        Column("level", "Level", Format.COUNT),
        Column("item", "Sub-item", Format.WORD, words="item"),
        Column("amount", "Used", Format.AMOUNT, unit="kWh"),
        Column("estimated_share", "Estimated share", Format.SHARE),
        Column("coverage", "Coverage", Format.SHARE),
    ),
)

UNUSUAL_DAYS = Panel(
    name="unusual_days",
    title="Unusual days",
    chart=Chart.TABLE,
    empty="No day of this period was unusual, or the meters are still being learnt",
    columns=(
        Column("day", "Day", Format.DAY),
        Column("meter_name", "Meter"),
        Column("place_name", "Place"),
        Column("medium", "Medium", Format.WORD, words="medium"),
        Column("seen", "Used", Format.AMOUNT),
        Column("expected", "Expected", Format.AMOUNT),
        Column("unit", "Unit", Format.UNIT),
        Column("difference", "Difference", Format.SIGNED_SHARE),
    ),
)

QUOTA_PROGRESS = Panel(
    name="quota_progress",
    title="Figures against their quotas",
    chart=Chart.TABLE,
    empty="No figure yet: it takes main meters, people or area in the registry, and one metered day",
    columns=(
        Column("institution", "Institution", link=_TO_INSTITUTION),
        Column("indicator", "Indicator", Format.WORD, words="indicator"),
        Column("value", "Value so far", Format.AMOUNT),
        Column("quota_value", "Quota", Format.AMOUNT),
        Column("unit", "Unit", Format.UNIT),
        Column("used_share", "Used share", Format.SHARE),
        Column("due_share", "Due by now", Format.SHARE),
        Column("projected", "Projected", Format.AMOUNT),
        Column("projected_share", "Projected share", Format.SHARE),
        Column("limit_date", "Quota used up on", Format.DAY),
        Column("tier", "Tier"),
        Column("change_last_year", "Change on last year", Format.SIGNED_SHARE),
        Column("coverage", "Coverage", Format.SHARE),
    ),
)

MONTH_FIGURES = Panel(
    name="month_figures",
    title="Figures of the months",
    chart=Chart.TABLE,
    empty="No month has a figure yet: it takes main meters, people or area in the registry",
    columns=(
        Column("month", "Month"),
        Column("institution", "Institution", link=_TO_INSTITUTION),
        Column("indicator", "Indicator", Format.WORD, words="indicator"),
        Column("value", "Value of the month", Format.AMOUNT),
        Column("unit", "Unit", Format.UNIT),
        Column("change_last_period", "On last month", Format.SIGNED_SHARE),
        Column("change_last_year", "On last year", Format.SIGNED_SHARE),
        Column("coverage", "Coverage", Format.SHARE),
        Column("estimated_share", "Estimated share", Format.SHARE),
    ),
    hint="Changes compare the same days of last month and last year, where these are metered",
)

CARBON_BY_MONTH = Panel(
    name="carbon_by_month",
    title="Carbon by month",
    chart=Chart.STACKED,
    empty="No month has a figure of carbon yet",
    unit="kgCO2",
    is_monthly=True,
)


def _ranking(name: str, title: str, unit: str, indicator: str) -> Panel:
    return Panel(
        name=name,
        title=title,
        chart=Chart.PAIRED,
        empty="No institution has this figure yet",
        unit=unit,
        span=6,
        series_words="ranked",
        asks="ranking",
        fixed=(("indicator", indicator),),
    )


RANKING_WATER = _ranking(
    "ranking_water", "Water per person, of the year so far", "m3/(person·a)", "water_per_person"
)
RANKING_ELECTRICITY = _ranking(
    "ranking_electricity", "Electricity per area, of the year so far", "kWh/(m2·a)", "electricity_per_area"
)
RANKING_ENERGY = _ranking(
    "ranking_energy", "Energy per person, of the year so far", "kgce/(person·a)", "energy_per_person"
)
RANKING_CARBON = _ranking(
    "ranking_carbon", "Carbon per area, of the year so far", "kgCO2/(m2·a)", "carbon_per_area"
)

INSTITUTION_FACTS = Panel(
    name="institution_facts",
    title="What belongs to it",
    chart=Chart.NUMBERS,
    empty="Nothing is registered yet",
    columns=(
        Column("institutions", "Institutions", Format.COUNT),
        Column("sites", "Sites", Format.COUNT),
        Column("meters", "Meters", Format.COUNT),
        Column("vehicles", "Vehicles", Format.COUNT),
        Column("drivers", "Drivers", Format.COUNT),
    ),
)
