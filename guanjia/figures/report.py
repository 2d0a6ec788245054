"""Figures as tables for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from guanjia.figures.checks import checks
from guanjia.figures.standing import changes, progress, target
from guanjia.figures.words import FigureWords, figure_of
from guanjia.words import UNKNOWN, percent
from models.figures import PeriodKind, Total
from models.quotas import Indicator
from storage.figures import ShownFigure

_ORDER: dict[str, int] = {code: place for place, code in enumerate([*Total, *Indicator])}
_AT_A_GLANCE = (Total.WATER, Total.ELECTRICITY, Total.GAS, Total.HEAT, Total.ENERGY, Indicator.CARBON)


def report(figures: Sequence[ShownFigure], words: FigureWords) -> Iterator[RenderableType]:
    """Yield heading, table and checks of one institution, for each of its periods."""
    for _, group in groupby(figures, key=lambda figure: figure.period_start):
        of_period = sorted(group, key=lambda figure: _ORDER.get(figure.indicator, len(_ORDER)))
        first = of_period[0]
        name = f"{first.institution_name} {first.institution} · {words.period(first)}"
        yield Text(f"\n{name}", "bold")
        yield _table(of_period, words)
        yield from _checks(of_period, words)


def overview(figures: Iterable[ShownFigure], words: FigureWords) -> Table:
    """Return a line for each institution: totals, the quota that is furthest ahead, and how many checks."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(words.say("Institution"), overflow="fold")
    for code in _AT_A_GLANCE:
        table.add_column(words.indicator(code), justify="right", overflow="fold")
    table.add_column(words.say("Furthest ahead of its quota"), overflow="fold")
    table.add_column(words.say("To check"), justify="right")
    for _, group in groupby(figures, key=lambda figure: (figure.institution, figure.period_start)):
        table.add_row(*_line(list(group), words))
    return table


def _table(figures: Sequence[ShownFigure], words: FigureWords) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=True)
    for title in ("Indicator", "Value", "Made of", "Compared with", "Progress", "Change"):
        table.add_column(words.say(title), overflow="fold")
    for figure in figures:
        table.add_row(
            Text(words.indicator(figure.indicator), "" if figure.value is not None else "dim"),
            words.amount(figure.value, figure.unit),
            f"{words.division(figure)}\n{words.knowledge(figure)}",
            target(figure, words),
            progress(figure, words),
            changes(figure, words),
        )
    return table


def _checks(figures: Sequence[ShownFigure], words: FigureWords) -> Iterator[RenderableType]:
    found = list(checks(figures, words))
    if found:
        yield Text(words.say("To check"), "bold")
        yield from (Text(f"· {line}") for line in found)
    else:
        yield Text(words.say("Nothing to check"))


def _line(figures: Sequence[ShownFigure], words: FigureWords) -> list[str]:
    by_code = {figure.indicator: figure for figure in figures}
    totals = [by_code.get(code) for code in _AT_A_GLANCE]
    checks_ = {reason for figure in figures for reason in figure.check_reasons}
    return [
        f"{figures[0].institution_name} {figures[0].institution}",
        *(
            UNKNOWN if each is None else words.amount(each.value, each.unit.partition("/")[0])
            for each in totals
        ),
        _furthest(figures, words),
        str(len(checks_)) if checks_ else "",
    ]


def _furthest(figures: Sequence[ShownFigure], words: FigureWords) -> str:
    """Return the figure that has used most of what is due by now; without a quota, how many have a target."""
    ahead = [
        (figure.used_share / figure.due_share, figure)
        for figure in figures
        if figure.used_share is not None and figure.due_share
    ]
    if figures[0].period == PeriodKind.MONTH:
        return words.say("nothing judges a month")
    if not ahead:
        targets = sum(figure.target_kind is not None for figure in figures)
        return words.say("no quota; %(number)s figures have another target", number=targets)
    times, figure = max(ahead, key=lambda pair: pair[0])
    return words.say(
        "%(indicator)s %(times)s × (used %(used)s, due %(due)s)",
        indicator=words.indicator(figure.indicator),
        times=figure_of(times),
        used=percent(figure.used_share),
        due=percent(figure.due_share),
    )
