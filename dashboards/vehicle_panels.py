"""Panels about vehicles: days, services, costs."""

from dashboards.panel import Chart, Column, Format, Panel

VEHICLE_KM = Panel(
    name="vehicle_km",
    title="Kilometres a day by duty",
    chart=Chart.STACKED,
    empty="No vehicle drove in this period",
    unit="km",
    series_words="duty",
)

VEHICLE_DAYS = Panel(
    name="vehicle_days",
    title="Days of vehicles",
    chart=Chart.TABLE,
    empty="No vehicle drove in this period",
    span=7,
    columns=(
        Column("day", "Day", Format.DAY),
        Column("plate", "Plate"),
        Column("trips", "Trips", Format.COUNT),
        Column("km", "Distance", Format.AMOUNT, unit="km"),
        Column("driving_h", "Driving, h", Format.AMOUNT),
        Column("idling_h", "Idling, h", Format.AMOUNT),
        Column("top_speed_kmh", "Top speed, km/h", Format.COUNT),
    ),
)

VEHICLE_SERVICES = Panel(
    name="vehicle_services",
    title="Services due by date",
    chart=Chart.TABLE,
    empty="No service of a vehicle is registered",
    span=5,
    columns=(
        Column("plate", "Plate"),
        Column("task", "Service", Format.WORD, words="service"),
        Column("last_on", "Last done", Format.DAY),
        Column("due_on", "Due on", Format.DAY),
        Column("days_left", "Days left", Format.COUNT),
    ),
)

VEHICLE_COSTS = Panel(
    name="vehicle_costs",
    title="Costs of vehicles by month",
    chart=Chart.STACKED,
    empty="No cost is entered yet: see guanjia vehicles cost import",
    unit="yuan",
    is_monthly=True,
    span=5,
    series_words="cost kind",
)

VEHICLE_YEARS = Panel(
    name="vehicle_years",
    title="Vehicles since the year began",
    chart=Chart.TABLE,
    empty="No vehicle in the registry yet",
    span=7,
    columns=(
        Column("plate", "Plate"),
        Column("type", "Type"),
        Column("duty", "Duty", Format.WORD, words="duty"),
        Column("km", "Distance", Format.AMOUNT, unit="km"),
        Column("amount_yuan", "Costs", Format.YUAN),
        Column("yuan_per_km", "Costs a kilometre", Format.YUAN),
        Column("unapproved", "Without the approval they need", Format.COUNT, is_bad=True),
    ),
)
