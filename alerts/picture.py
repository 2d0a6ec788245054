"""A trend as a picture for a mail: days as bars against the level they are judged by."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.markers import CARETUPBASE
from matplotlib.patches import Patch
from matplotlib.text import Text

from alerts.typeface import Typeface
from models.registry import Language

WIDTH_PX, HEIGHT_PX = 600, 240
"""How large a mail shows it; the file has twice as many pixels each way, for sharp screens."""

_INCH_PX = 100
_INK, _FAINT, _GROUND = "#1f2933", "#5b6673", "#ffffff"
# blue and vermilion of Okabe and Ito, told apart by every kind of colour-blindness
_WITHIN, _OVER = "#0072b2", "#d55e00"
_HATCH = "/////"
_TITLE_PT, _LABEL_PT, _SMALL_PT = 10.0, 8.5, 7.5
_MOST_LABELS = 15
_HEADROOM = 1.28
_NUMBER_WIDTH, _NUMBER_HEIGHT = 36 / WIDTH_PX, 0.13
"""Room a written figure takes, as shares of the days' width and of the scale's height."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day's amount; `is_whole` where all of the day was metered."""

    day: date
    amount: float
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What the picture says in one language; `level` names the line with its figure and unit."""

    title: str
    unit: str
    level: str
    within: str
    over: str
    partly: str


@dataclass(frozen=True, slots=True)
class Trend:
    """Days, in any order and with days missing, and the level they should not pass, in one unit.

    What is measured does not matter: m³ a day against an even share of a quota, or m³/h at night against
    the flow expected then.
    """

    days: tuple[Day, ...]
    level: float
    words: Mapping[Language, Words]

    def __post_init__(self) -> None:
        """Refuse what no scale can be made of.

        Raises
        ------
        ValueError
            Without a day, or with a figure that is no finite number.
        """
        if not self.days or not all(map(math.isfinite, (self.level, *(day.amount for day in self.days)))):
            raise ValueError("a trend needs a day at least, and finite figures")


def draw(trend: Trend, language: Language, typeface: Typeface) -> bytes:
    """Return the trend as PNG, the same bytes for the same arguments and version of matplotlib.

    It is labelled in English where the typeface has no Chinese.
    """
    words = trend.words[language if typeface.has_chinese else Language.EN]
    figure = Figure(figsize=(WIDTH_PX / _INCH_PX, HEIGHT_PX / _INCH_PX), dpi=2 * _INCH_PX, facecolor=_GROUND)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0.075, 0.105, 0.91, 0.625))
    _draw_days(axes, trend)
    _draw_level(axes, trend.level)
    _dress(axes, trend, typeface)
    _number_days(axes, trend, typeface)
    _write_heading(figure, trend, words, typeface)
    png = BytesIO()
    # what matplotlib writes of itself would change the bytes with its version alone
    canvas.print_png(png, metadata={"Software": None}, pil_kwargs={"optimize": True})
    return png.getvalue()


def _draw_days(axes: Axes, trend: Trend) -> None:
    for day in trend.days:
        colour = _colour(day, trend.level)
        axes.bar(
            day.day.toordinal(),
            day.amount,
            width=0.7,
            facecolor=colour if day.is_whole else _GROUND,
            edgecolor=colour,
            linewidth=0.8,
            hatch=None if day.is_whole else _HATCH,
            zorder=2,
        )
    over = [day for day in trend.days if day.amount > trend.level]
    axes.plot(
        [day.day.toordinal() for day in over],
        [day.amount for day in over],
        linestyle="none",
        marker=CARETUPBASE,
        markersize=4.5,
        color=_OVER,
        zorder=4,
        clip_on=False,
    )


def _draw_level(axes: Axes, level: float) -> None:
    axes.axhline(level, color=_GROUND, linewidth=3.0, zorder=3)
    axes.axhline(level, color=_INK, linewidth=1.3, linestyle=(0, (5, 2)), zorder=3)


def _number_days(axes: Axes, trend: Trend, typeface: Typeface) -> None:
    """Write the figures of the highest and of the last day, clear of each other and of the line."""
    highest = max(trend.days, key=lambda day: day.amount)
    last = max(trend.days, key=lambda day: day.day)
    _write_figure(axes, last, trend.level, typeface)
    if highest != last:
        first_day, last_day = axes.get_xlim()
        is_beside = (last.day - highest.day).days < _NUMBER_WIDTH * (last_day - first_day)
        is_level = highest.amount - last.amount < _NUMBER_HEIGHT * axes.get_ylim()[1]
        _write_figure(axes, highest, trend.level, typeface, lifted=is_beside and is_level)


def _write_figure(axes: Axes, day: Day, level: float, typeface: Typeface, *, lifted: bool = False) -> None:
    is_under_the_line = day.amount <= level < day.amount + _NUMBER_HEIGHT * axes.get_ylim()[1]
    above_pt = 6 if day.amount > level else 2
    axes.annotate(
        typeface.legible(_amount(day.amount)),
        (day.day.toordinal(), level if is_under_the_line else max(day.amount, 0.0)),
        xytext=(0, above_pt + (_LABEL_PT + 2 if lifted else 0)),
        textcoords="offset points",
        ha="center",
        va="bottom",
        color=_INK,
        font_properties=typeface.properties(_LABEL_PT),
        zorder=5,
    )


def _dress(axes: Axes, trend: Trend, typeface: Typeface) -> None:
    """Give the axes a scale with room for a number above the highest bar, and every so many days a label."""
    ordinals = [day.day.toordinal() for day in trend.days]
    amounts = [day.amount for day in trend.days]
    first, last = min(ordinals), max(ordinals)
    axes.set_xlim(first - 0.6, last + 0.6)
    axes.set_ylim(min(*amounts, 0.0), (max(*amounts, trend.level, 0.0) or 1.0) * _HEADROOM)
    step = math.ceil((last - first + 1) / _MOST_LABELS)
    # counted from the last day, which is the one a reader looks for
    shown = list(range(last, first - 1, -step))
    axes.set_xticks(shown, [f"{date.fromordinal(day):%m-%d}" for day in shown])
    axes.locator_params(axis="y", nbins=4)
    axes.yaxis.set_major_formatter(lambda value, _: _amount(value))
    axes.tick_params(length=0, colors=_FAINT)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(typeface.properties(_SMALL_PT))
    axes.set_axisbelow(True)
    axes.grid(axis="y", color="#e1e5ea", linewidth=0.6)
    axes.spines[["left", "top", "right"]].set_visible(False)
    axes.spines["bottom"].set_color("#aab2bd")


def _write_heading(figure: Figure, trend: Trend, words: Words, typeface: Typeface) -> None:
    title = figure.text(
        0.012,
        0.965,
        typeface.legible(words.title),
        ha="left",
        va="top",
        color=_INK,
        font_properties=typeface.properties(_TITLE_PT),
    )
    unit = figure.text(
        0.985,
        0.965,
        typeface.legible(words.unit),
        ha="right",
        va="top",
        color=_FAINT,
        font_properties=typeface.properties(_LABEL_PT),
    )
    _shorten(title, unit.get_window_extent().x0 - 0.012 * figure.bbox.width)
    signs = _signs(trend, words)
    figure.legend(
        handles=[sign for sign, _ in signs],
        labels=[typeface.legible(label) for _, label in signs],
        loc="upper left",
        bbox_to_anchor=(0.012, 0.862),
        ncols=len(signs),
        frameon=False,
        prop=typeface.properties(_LABEL_PT),
        labelcolor=_INK,
        handlelength=1.6,
        handletextpad=0.5,
        columnspacing=1.4,
        borderaxespad=0.0,
        borderpad=0.0,
    )


def _shorten(text: Text, right: float) -> None:
    """Take letters off the end until the text ends left of a pixel."""
    whole = text.get_text()
    for length in range(len(whole) - 1, 0, -1):
        if text.get_window_extent().x1 <= right:
            return
        text.set_text(whole[:length].rstrip() + "…")


def _signs(trend: Trend, words: Words) -> list[tuple[Artist, str]]:
    """Return what the legend explains: the line, and of the bars only the kinds that are there."""
    is_over = {day.amount > trend.level for day in trend.days}
    signs: list[tuple[Artist, str]] = [
        (Line2D([], [], color=_INK, linewidth=1.3, linestyle=(0, (5, 2))), words.level)
    ]
    if True in is_over:
        signs.append((Line2D([], [], linestyle="none", marker="^", markersize=5.5, color=_OVER), words.over))
    if False in is_over:
        signs.append((Patch(facecolor=_WITHIN), words.within))
    if not all(day.is_whole for day in trend.days):
        signs.append((Patch(facecolor=_GROUND, edgecolor=_FAINT, hatch=_HATCH, linewidth=0.8), words.partly))
    return signs


def _colour(day: Day, level: float) -> str:
    return _OVER if day.amount > level else _WITHIN


def _amount(value: float) -> str:
    """Return a number with about three figures, as the mail beside it writes them in both languages."""
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2
    written = f"{value:,.{digits}f}"
    return written.rstrip("0").rstrip(".") if digits else written
