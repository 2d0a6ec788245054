"""Things that move: a plane of longitude and latitude without a map below it, and the table of them."""

import math
from collections.abc import Sequence
from typing import Any

from nicegui import ui

from dashboards.palettes import PALETTES
from dashboards.panel import Panel, Row
from web.console.drawings.boxes import box
from web.console.drawings.palette import FONT, INK, LINE
from web.console.drawings.table import Table
from web.console.words import Words

_LEAST_DEGREES = 0.01
"""The plane shows at least this much, or a garage of parked cars would be blown up to fill it."""
_STATES = ("moving", "parked", "silent")


class Places:
    """The plane beside the table; on a phone above it."""

    def __init__(self, panel: Panel, words: Words) -> None:
        self._words = words
        with box("places"):
            self._chart = ui.echart({}).classes("chart plane")
            self._chart.props["role"] = "img"
            self._chart.props["aria-label"] = words.text(panel.title)
            self._table = Table(panel, words)

    def show(self, rows: Sequence[Row]) -> None:
        """Draw the points and write the table."""
        self._chart.props["options"] = plane_options(rows, self._words)
        self._table.show(rows)


def plane_options(rows: Sequence[Row], words: Words) -> dict[str, Any]:
    """Return ECharts' options for points coloured by `state`; rows without a place are left out."""
    seen = [row for row in rows if row["lon"] is not None and row["lat"] is not None]
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT},
        "color": [PALETTES["plain"][1], PALETTES["plain"][0], "#9aa5b1"],
        "grid": {"left": 8, "right": 24, "top": 38, "bottom": 4, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 12, "itemHeight": 10, "textStyle": {"color": INK}},
        "tooltip": {"trigger": "item", "renderMode": "richText", "confine": True, "formatter": "{b}"},
        "xAxis": _axis([row["lon"] for row in seen]),
        "yAxis": _axis([row["lat"] for row in seen]),
        "series": [_points(state, seen, words) for state in _STATES],
    }


def _points(state: str, rows: Sequence[Row], words: Words) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": words.code("vehicle", state),
        "symbolSize": 11,
        "data": [
            {"name": row["plate"], "value": [round(row["lon"], 5), round(row["lat"], 5)]}
            for row in rows
            if row["state"] == state
        ],
    }


def _axis(degrees: Sequence[float]) -> dict[str, Any]:
    low, high = (min(degrees), max(degrees)) if degrees else (0.0, 0.0)
    spare = max((_LEAST_DEGREES - (high - low)) / 2, (high - low) * 0.05)
    return {
        "type": "value",
        "min": math.floor((low - spare) * 100) / 100,
        "max": math.ceil((high + spare) * 100) / 100,
        "splitNumber": 3,
        "axisLabel": {"color": INK, "hideOverlap": True},
        "axisLine": {"lineStyle": {"color": LINE}},
        "splitLine": {"lineStyle": {"color": LINE}},
    }
