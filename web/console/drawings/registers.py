"""What a register showed around an instant, as a line with every reading on it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from nicegui import ui

from dashboards.palettes import PALETTES
from models.quality import Around
from web.console.drawings.bars import Options
from web.console.drawings.palette import FONT, INK, LINE
from web.console.words import Words


def draw_registers(around: Around, words: Words) -> None:
    """Write the chart where the page is being built."""
    title = words.text("What the register showed")
    chart = ui.echart(register_options(around, words)).classes("chart")
    chart.props["role"] = "img"
    chart.props["aria-label"] = title


def register_options(around: Around, words: Words) -> Options:
    """Return ECharts' options: times on the clock of the site, a line where a step was set aside."""
    zone = ZoneInfo(around.meter.timezone)
    axis = {
        "axisLabel": {"color": INK, "hideOverlap": True},
        "axisLine": {"lineStyle": {"color": LINE}},
        "splitLine": {"lineStyle": {"color": LINE}},
    }
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT},
        "color": list(PALETTES["water"]),
        "grid": {"left": 8, "right": 24, "top": 40, "bottom": 4, "containLabel": True},
        # drawn on the canvas: names of meters never become markup
        "tooltip": {"trigger": "axis", "renderMode": "richText", "confine": True},
        "xAxis": {"type": "time", **axis},
        "yAxis": {
            "type": "value",
            "scale": True,
            **axis,
            "name": words.unit(around.meter.unit),
            "nameTextStyle": {"color": INK},
        },
        "series": [
            {
                "type": "line",
                "name": around.meter.meter,
                "symbolSize": 5,
                "data": [[_clock(at, zone), value] for at, value in around.readings],
                "markLine": _marks([each.at for each in around.aside], zone, words),
            }
        ],
        "aria": {"enabled": True, "label": {"description": words.text("What the register showed")}},
    }


def _marks(instants: Sequence[datetime], zone: ZoneInfo, words: Words) -> Options:
    return {
        "symbol": "none",
        "label": {"formatter": words.text("not counted"), "color": INK},
        "lineStyle": {"color": PALETTES["alarm"][0], "type": "dashed"},
        "data": [{"xAxis": _clock(at, zone)} for at in instants],
    }


def _clock(at: datetime, zone: ZoneInfo) -> str:
    # without an offset: the browser's own time zone is nobody's concern here
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
