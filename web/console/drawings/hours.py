"""The hours of a day or the days of a month of one meter: what was read, and upon it what is estimated."""

from collections.abc import Sequence
from typing import Any

from dashboards.palettes import PALETTES
from dashboards.panel import Row
from web.console.drawings.palette import FONT, INK, LINE
from web.console.words import Words

_AXIS = {
    "axisLabel": {"color": INK},
    "axisLine": {"lineStyle": {"color": LINE}},
    "axisTick": {"show": False},
    "splitLine": {"lineStyle": {"color": LINE}},
}


def parts_options(
    labels: Sequence[str], rows: Sequence[Row | None], title: str, words: Words
) -> dict[str, Any]:
    """Return ECharts' options: for each label a row with `amount` and `estimated`, None: nothing is known."""
    parts = [
        (words.text("Read"), [_part(row, estimated=False) for row in rows], PALETTES["water"][0]),
        (words.text("Estimated"), [_part(row, estimated=True) for row in rows], PALETTES["electricity"][0]),
    ]
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT},
        "grid": {"left": 8, "right": 16, "top": 38, "bottom": 4, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 12, "itemHeight": 10, "textStyle": {"color": INK}},
        "tooltip": {
            "trigger": "axis", "axisPointer": {"type": "shadow"}, "renderMode": "richText", "confine": True,
        },
        "xAxis": {"type": "category", "data": list(labels), **_AXIS},
        "yAxis": {"type": "value", **_AXIS},
        "series": [
            {
                "type": "bar", "name": name, "stack": "all", "data": data, "barMaxWidth": 26,
                "itemStyle": {"color": colour},
            }
            for name, data, colour in parts
        ],
        "aria": {"enabled": True, "label": {"description": title}},
    }  # fmt: skip


def _part(row: Row | None, *, estimated: bool) -> float | None:
    if row is None or row["amount"] is None:
        return None
    guessed = row["estimated"] or 0.0
    return round(guessed if estimated else row["amount"] - guessed, 4)
