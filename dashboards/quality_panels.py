"""Panels about alerts and their mail, and about how far the data can be trusted."""

from dashboards.panel import Chart, Column, Format, Panel

ALERTS_BY_RULE = Panel(
    name="alerts_by_rule",
    title="Alerts by rule",
    chart=Chart.PAIRED,
    empty="No alert: nothing is the matter",
    series_words="state",
    palette="alarm",
)

ALERT_MAILS = Panel(
    name="alert_mails",
    title="What people were told",
    chart=Chart.TABLE,
    empty="Nobody was told anything in this period",
    columns=(
        Column("changed_at", "Since", Format.INSTANT),
        Column("institution", "Institution"),
        Column("rule", "Rule"),
        Column("to_state", "State", Format.BADGE, words="state"),
        Column("channel", "Channel"),
        Column("sent_at", "Mail sent", Format.INSTANT),
        Column("failed_at", "Given up", Format.INSTANT),
        Column("error", "Why it failed"),
    ),
)

COVERAGE_BY_DAY = Panel(
    name="coverage_by_day",
    title="How well meters are read",
    chart=Chart.LINES,
    empty="No day of this period is counted",
    unit="share",
    span=7,
    series_words="known",
)

POOR_METERS = Panel(
    name="poor_meters",
    title="Meters with gaps",
    chart=Chart.TABLE,
    empty="Every meter is read without a gap",
    span=5,
    columns=(
        Column("meter", "Meter"),
        Column("meter_name", "Name"),
        Column("place_name", "Place"),
        Column("medium", "Medium", Format.WORD, words="medium"),
        Column("coverage", "Coverage", Format.SHARE),
        Column("estimated_share", "Estimated share", Format.SHARE),
    ),
)

SET_ASIDE = Panel(
    name="set_aside",
    title="Set aside: steps of registers that are not counted",
    chart=Chart.TABLE,
    empty="Nothing was set aside in this period",
    columns=(
        Column("at", "At", Format.INSTANT),
        Column("meter", "Meter"),
        Column("meter_name", "Name"),
        Column("place_name", "Place"),
        Column("step", "Step", Format.AMOUNT),
        Column("unit", "Unit", Format.UNIT),
        Column("reason", "Reason", Format.WORD, words="reason of a step"),
    ),
)

REJECTED_BY_DAY = Panel(
    name="rejected_by_day",
    title="Refused messages by day",
    chart=Chart.STACKED,
    empty="Nothing was refused in this period",
    span=7,
    series_words="reason",
)

DEVICES_BY_KIND = Panel(
    name="devices_by_kind",
    title="Devices by kind",
    chart=Chart.PAIRED,
    empty="No device in the registry yet",
    span=5,
    label_words="device",
    series_words="heard",
)
