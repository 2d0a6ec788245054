"""Columns of a panel as Grafana writes their values: names, units, words, links."""

from collections.abc import Mapping, Sequence
from typing import Final

from grafana_foundation_sdk.models.dashboard import (
    DashboardFieldConfigSourceOverrides,
    DashboardLink,
    DynamicConfigValue,
    MatcherConfig,
    Threshold,
    ThresholdsConfig,
    ThresholdsMode,
)

from dashboards.grafana.speech import Speech
from dashboards.panel import Column, Format, Link

UNITS: Mapping[str, str] = {
    "m3": "m3",
    "kWh": "kwatth",
    "km": "lengthkm",
    "yuan": "currencyCNY",
    "L": "litre",
    "share": "percentunit",
}
"""Grafana's name of a unit; any other is written after the number."""
_FORMATS: Mapping[Format, Sequence[tuple[str, object]]] = {
    Format.COUNT: (("unit", "short"), ("decimals", 0)),
    Format.YUAN: (("unit", "currencyCNY"), ("decimals", 2)),
    Format.SHARE: (("unit", "percentunit"), ("decimals", 1)),
    Format.SIGNED_SHARE: (("unit", "percentunit"), ("decimals", 0)),
    Format.DAY: (("unit", "time:YYYY-MM-DD"),),
    Format.INSTANT: (("unit", "time:YYYY-MM-DD HH:mm"),),
    Format.DEGREES: (("unit", "none"), ("decimals", 4)),
}
GOOD, WARNING, BAD = "green", "orange", "red"
ALL_TIME: Final = "${__url_time_range}"

Override = DashboardFieldConfigSourceOverrides


def unit(name: str, speech: Speech) -> str | None:
    """Return a unit as Grafana knows it; one that it does not know is written after the number."""
    if not name:
        return None
    return UNITS.get(name) or f"suffix: {speech.text(name)}"


def override(field: str, properties: Sequence[tuple[str, object]]) -> Override:
    """Return what is particular to one field, by its name in the query."""
    return Override(
        MatcherConfig("byName", field), [DynamicConfigValue(name, value) for name, value in properties]
    )


def column(declared: Column, speech: Speech, uids: Mapping[str, str]) -> Override:
    """Return how one column is written; `uids` are those of the dashboards by page."""
    properties: list[tuple[str, object]] = [("displayName", speech.text(declared.title))]
    properties += _FORMATS.get(declared.format, ())
    if declared.unit and (name := unit(declared.unit, speech)):
        properties.append(("unit", name))
    if declared.format in {Format.WORD, Format.BADGE}:
        properties.append(("mappings", [speech.mapping(declared.words)]))
    if declared.format is Format.UNIT:
        properties.append(("mappings", [speech.units()]))
    if declared.format is Format.BADGE:
        properties.append(("custom.cellOptions", {"type": "color-background", "mode": "basic"}))
    if declared.is_bad:
        properties.append(("thresholds", steps((0.5,))))
        properties.append(("color", {"mode": "thresholds"}))
    if declared.link is not None:
        properties.append(("links", [link(declared.link, speech.text(declared.title), uids)]))
    return override(declared.name, properties)


def hidden(field: str) -> Override:
    """Return the override of a field that links need and nobody reads."""
    return override(field, [("custom.hidden", True)])


def link(to: Link, title: str, uids: Mapping[str, str]) -> DashboardLink:
    """Return the link of a row to another dashboard, with the period that is shown."""
    url = f"/d/{uids[to.page]}?var-{to.variable}=${{__data.fields.{to.of}:percentencode}}&{ALL_TIME}"
    return DashboardLink(title=title, url=url)


def steps(thresholds: Sequence[float]) -> ThresholdsConfig:
    """Return thresholds: good, a warning above the first, bad above the last."""
    colours = (WARNING, BAD) if len(thresholds) > 1 else (BAD,)
    above = [Threshold(value, colour) for value, colour in zip(thresholds, colours, strict=False)]
    return ThresholdsConfig(ThresholdsMode.ABSOLUTE, [Threshold(None, GOOD), *above])
