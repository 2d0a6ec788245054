"""Bar charts: days stacked along the axis, names paired down it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from nicegui import ui

from dashboards.palettes import PALETTES
from dashboards.panel import Panel, Row
from web.console.drawings.palette import FAINTEST, FONT, INK, LINE
from web.console.words import Words

_WHOLE = 0.95
"""Coverage from which a figure is drawn as complete; below it the paler, the less is known."""
_BAR_PIXELS = 30
"""Height of one name in a chart whose names stand down its side."""

Options = dict[str, Any]


class Stacked:
    """Series upon each other, a bar a day; days without a row stay empty."""

    def __init__(self, panel: Panel, words: Words) -> None:
        self._panel = panel
        self._words = words
        self._chart = _chart(panel, words)

    def show(self, rows: Sequence[Row]) -> None:
        """Draw the bars."""
        self._chart.props["options"] = stacked_options(self._panel, rows, self._words)


class Lines:
    """A line for each series over days; it is broken where a day has no row."""

    def __init__(self, panel: Panel, words: Words) -> None:
        self._panel = panel
        self._words = words
        self._chart = _chart(panel, words)

    def show(self, rows: Sequence[Row]) -> None:
        """Draw the lines."""
        self._chart.props["options"] = lines_options(self._panel, rows, self._words)


class Paired:
    """Series side by side, a group a name, the first name on top; the chart is as high as its names need."""

    def __init__(self, panel: Panel, words: Words) -> None:
        self._panel = panel
        self._words = words
        self._chart = _chart(panel, words)

    def show(self, rows: Sequence[Row]) -> None:
        """Draw the bars."""
        names = len(_labels(rows))
        self._chart.style(f"height: {max(names * _BAR_PIXELS + 70, 140)}px")
        self._chart.props["options"] = paired_options(self._panel, rows, self._words)


def _chart(panel: Panel, words: Words) -> ui.echart:
    chart = ui.echart({}).classes("chart")
    chart.props["role"] = "img"
    chart.props["aria-label"] = words.text(panel.title)
    return chart


def stacked_options(panel: Panel, rows: Sequence[Row], words: Words) -> Options:
    """Return ECharts' options for rows whose `label` is a day."""
    labels = _labels(rows)
    every, write = (_every_month, words.month) if panel.is_monthly else (_every_day, words.day)
    days = every(min(labels), max(labels))
    axis = {"type": "category", "data": [write(day) for day in days], **_AXIS}
    series = [part | {"stack": "all"} for part in _series(panel, rows, days, words)]
    return _options(panel, words, series) | {"xAxis": axis, "yAxis": {"type": "value", **_AXIS}}


def lines_options(panel: Panel, rows: Sequence[Row], words: Words) -> Options:
    """Return ECharts' options for rows whose `label` is a day, a line a series."""
    stacked = stacked_options(panel, rows, words)
    lines = [
        {"type": "line", "name": part["name"], "data": part["data"], "symbolSize": 5}
        for part in stacked["series"]
    ]
    return stacked | {"series": lines}


def paired_options(panel: Panel, rows: Sequence[Row], words: Words) -> Options:
    """Return ECharts' options for rows whose `label` is a name or a code."""
    labels = _labels(rows)
    names = [words.code(panel.label_words, label) if panel.label_words else label for label in labels]
    axis = {"type": "category", "data": names, "inverse": True, **_AXIS}
    axis["axisLabel"] = {"color": INK, "width": 110, "overflow": "truncate"}
    series = _series(panel, rows, labels, words)
    options = _options(panel, words, series) | {"yAxis": axis, "xAxis": {"type": "value", **_AXIS}}
    return options if len(series) > 1 else options | {"legend": {"show": False}}


_AXIS: Mapping[str, Any] = {
    "axisLabel": {"color": INK},
    "axisLine": {"lineStyle": {"color": LINE}},
    "axisTick": {"show": False},
    "splitLine": {"lineStyle": {"color": LINE}},
}


def _options(panel: Panel, words: Words, series: list[Options]) -> Options:
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT},
        "color": list(PALETTES[panel.palette]),
        "grid": {"left": 8, "right": 16, "top": 38, "bottom": 4, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 12, "itemHeight": 10, "textStyle": {"color": INK}},
        # drawn on the canvas: names of places and meters never become markup
        "tooltip": {
            "trigger": "axis",
            "axisPointer": {"type": "shadow"},
            "renderMode": "richText",
            "confine": True,
        },
        "series": series,
        "aria": {"enabled": True, "label": {"description": words.text(panel.title)}},
    }


def _series(panel: Panel, rows: Sequence[Row], labels: Sequence[Any], words: Words) -> list[Options]:
    by_name: dict[str, dict[Any, Row]] = {}
    for row in rows:
        by_name.setdefault(row["series"], {})[row["label"]] = row
    return [
        {
            "type": "bar",
            "name": words.code(panel.series_words, name),
            "barMaxWidth": 26,
            "data": [_bar(found.get(label)) for label in labels],
        }
        for name, found in by_name.items()
    ]


def _bar(row: Row | None) -> float | Options | None:
    if row is None or row["value"] is None:
        return None
    value = round(row["value"], 2)
    coverage = row.get("coverage")
    if coverage is None or coverage >= _WHOLE:
        return value
    return {"value": value, "itemStyle": {"opacity": max(coverage, FAINTEST)}}


def _labels(rows: Sequence[Row]) -> list[Any]:
    return list(dict.fromkeys(row["label"] for row in rows))


def _every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _every_month(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    months = [divmod(first.year * 12 + first.month - 1 + number, 12) for number in range(count)]
    return [date(year, month + 1, 1) for year, month in months]
