"""Panels about water: levels of meters, nights, leaks, allowances."""

from typing import Final

from dashboards.panel import Chart, Column, Format, Link, Panel

_TO_SITE: Final = Link("water", "place", "site_code")

WATER_LEVELS = Panel(
    name="water_levels",
    title="Water by level of meters",
    chart=Chart.TABLE,
    empty="No water meter has counted in this period",
    columns=(
        Column("site", "Site", link=_TO_SITE),
        Column("first_level", "First level", Format.AMOUNT, unit="m3"),
        Column("second_level", "Second level", Format.AMOUNT, unit="m3"),
        Column("third_level", "Third level", Format.AMOUNT, unit="m3"),
        Column("unaccounted", "Beyond the second level", Format.AMOUNT, unit="m3"),
        Column("unaccounted_share", "Its share", Format.SHARE),
        Column("coverage", "Coverage", Format.SHARE),
    ),
    hint="A gap in the data of one level looks like a loss: see the coverage",
)

NIGHT_FLOW = Panel(
    name="night_flow",
    title="Least flow of each night",
    chart=Chart.LINES,
    empty="No night of this period is measured",
    unit="m3/h",
    span=7,
    palette="water",
    hint="What runs between 01:00 and 05:00, when nobody uses water",
)

LEAKS = Panel(
    name="leaks",
    title="Leaks found",
    chart=Chart.TABLE,
    empty="No leak was found in this period",
    span=5,
    columns=(
        Column("meter_name", "Meter"),
        Column("place_name", "Place"),
        Column("reason", "How it shows", Format.WORD, words="leak"),
        Column("since", "Since", Format.DAY),
        Column("ended", "Ended", Format.DAY),
        Column("m3_per_day", "Lost a day", Format.AMOUNT, unit="m3"),
    ),
)

CANTEEN_ALLOWANCE = Panel(
    name="canteen_allowance",
    title="Monthly allowances of canteens and public areas",
    chart=Chart.TABLE,
    empty="No allowance yet: see guanjia allowance propose",
    columns=(
        Column("place_name", "Place"),
        Column("medium", "Medium", Format.WORD, words="medium"),
        Column("month", "Month", Format.DAY),
        Column("allowed", "Approved", Format.AMOUNT),
        Column("volume", "Used", Format.AMOUNT),
        Column("used_share", "Used share", Format.SHARE),
        Column("saved", "Saved, or over-use below zero", Format.AMOUNT),
        Column("unit", "Unit", Format.UNIT),
        Column("amount", "Reward, or fine below zero", Format.YUAN),
        Column("status", "State", Format.WORD, words="entry status"),
    ),
)

WATER_BY_MONTH = Panel(
    name="water_by_month",
    title="Water by month, main meters",
    chart=Chart.STACKED,
    empty="No month is counted yet",
    unit="m3",
    is_monthly=True,
    span=6,
    series_words="medium",
    palette="water",
    asks="use_by_month",
    fixed=(("medium", "water"), ("quantity", "volume_m3")),
)
