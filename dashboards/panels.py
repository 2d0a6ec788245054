"""The panels, in the order of the overview: state of the house first, state of the pipeline last."""

from collections.abc import Sequence

from dashboards.panel import Chart, Column, Format, Panel

SITES = Panel(
    name="sites",
    title="Sites",
    chart=Chart.HEADLINE,
    empty="No site in the registry yet: run guanjia registry apply",
    every_seconds=30.0,
    columns=(Column("site", "Site"), Column("institution", "Institution")),
)

TODAY = Panel(
    name="today",
    title="Today",
    chart=Chart.NUMBERS,
    empty="Nothing is registered yet",
    columns=(
        Column(
            "water",
            "Water today",
            Format.AMOUNT,
            unit="m3",
            beside="yesterday %(value)s",
            beside_of="water_yesterday",
        ),
        Column(
            "electricity",
            "Electricity today",
            Format.AMOUNT,
            unit="kWh",
            beside="yesterday %(value)s",
            beside_of="electricity_yesterday",
        ),
        Column("firing", "Alerts firing", Format.COUNT, is_bad=True),
        Column(
            "reporting",
            "Devices reporting",
            Format.COUNT,
            beside="of %(value)s registered",
            beside_of="devices",
            beside_format=Format.COUNT,
        ),
        Column(
            "moving",
            "Vehicles on the road",
            Format.COUNT,
            beside="of %(value)s registered",
            beside_of="vehicles",
            beside_format=Format.COUNT,
        ),
    ),
)

WATER_PER_PERSON = Panel(
    name="water_per_person",
    title="Water per person against the yearly quota",
    chart=Chart.PROGRESS,
    empty="No figure yet: it takes a main water meter, people in the registry and one metered day",
    span=5,
    unit="m3/person",
    thresholds=(1.0, 1.1),
)

ALERTS = Panel(
    name="alerts",
    title="Alerts",
    chart=Chart.TABLE,
    empty="No alert: nothing is the matter",
    span=7,
    columns=(
        Column("state", "State", Format.BADGE, words="state"),
        Column("institution", "Institution"),
        Column("subject", "Subject", Format.WORD, words="indicator"),
        Column("over_share", "Against schedule", Format.SIGNED_SHARE),
        Column("since", "Since", Format.INSTANT),
        Column("sent_at", "Mail sent", Format.INSTANT),
        Column("severity", "Severity", Format.WORD, words="severity"),
    ),
)

WATER_BY_DAY = Panel(
    name="water_by_day",
    title="Water by day, main meters",
    chart=Chart.STACKED,
    empty="No water has been counted in the last 35 days",
    span=8,
    unit="m3",
    series_words="medium",
    palette="water",
    hint="Pale: not all of the day is metered",
)

WATER_BY_ZONE = Panel(
    name="water_by_zone",
    title="Water by zone, second-level meters",
    chart=Chart.PAIRED,
    empty="No zone has counted water since yesterday",
    span=4,
    unit="m3",
    series_words="day",
    palette="water",
)

ELECTRICITY_BY_ITEM = Panel(
    name="electricity_by_item",
    title="Electricity by sub-item and day",
    chart=Chart.STACKED,
    empty="No electricity has been counted in the last 35 days",
    unit="kWh",
    series_words="item",
    palette="electricity",
    hint="Pale: not all of the day is metered",
)

VEHICLES = Panel(
    name="vehicles",
    title="Vehicles",
    chart=Chart.PLACES,
    empty="No vehicle in the registry yet",
    columns=(
        Column("plate", "Plate"),
        Column("state", "State", Format.BADGE, words="vehicle"),
        Column("type", "Type"),
        Column("duty", "Duty", Format.WORD, words="duty"),
        Column("speed_kmh", "Speed, km/h", Format.COUNT),
        Column("lon", "Longitude", Format.DEGREES),
        Column("lat", "Latitude", Format.DEGREES),
        Column("at", "Last fix", Format.INSTANT),
    ),
)

SILENT_DEVICES = Panel(
    name="silent_devices",
    title="Silent devices",
    chart=Chart.TABLE,
    empty="Every device reports on time",
    span=7,
    every_seconds=15.0,
    columns=(
        Column("device", "Device"),
        Column("device_name", "Name"),
        Column("place", "Place"),
        Column("connection", "Connection", Format.WORD, words="connection"),
        Column("last_at", "Last report within 7 days", Format.INSTANT),
    ),
)

PIPELINE = Panel(
    name="pipeline",
    title="Data pipeline",
    chart=Chart.NUMBERS,
    empty="The database is empty",
    every_seconds=5.0,
    columns=(
        Column("readings", "Readings stored", Format.COUNT),
        Column("fixes", "Vehicle fixes stored", Format.COUNT),
        Column("inserted", "Stored a minute", Format.PER_MINUTE),
        Column(
            "rejected",
            "Messages refused in 30 days",
            Format.COUNT,
            beside="%(value)s of them replayed",
            beside_of="replayed",
            beside_format=Format.COUNT,
        ),
    ),
)

REJECTED = Panel(
    name="rejected",
    title="Refused messages by reason",
    chart=Chart.PAIRED,
    empty="Nothing was refused in the last 30 days",
    span=5,
    label_words="reason",
    series_words="count",
    palette="alarm",
)

PANELS: Sequence[Panel] = (
    SITES,
    TODAY,
    WATER_PER_PERSON,
    ALERTS,
    WATER_BY_DAY,
    WATER_BY_ZONE,
    ELECTRICITY_BY_ITEM,
    VEHICLES,
    SILENT_DEVICES,
    REJECTED,
    PIPELINE,
)
"""All of them."""
