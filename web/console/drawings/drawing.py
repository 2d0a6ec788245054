"""The way from a panel's declaration to what draws it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from dashboards.panel import Chart, Panel, Row
from web.console.drawings.bars import Lines, Paired, Stacked
from web.console.drawings.ground import Ground
from web.console.drawings.headline import Headline
from web.console.drawings.numbers import Numbers
from web.console.drawings.places import Places
from web.console.drawings.progress import Progress
from web.console.drawings.table import Table
from web.console.words import Words


class Drawing(Protocol):
    """A part of a page that shows rows; made where it stands on the page."""

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows instead of those before; there is at least one."""
        ...


_DRAWINGS: Mapping[Chart, Callable[[Panel, Words], Drawing]] = {
    Chart.HEADLINE: Headline,
    Chart.NUMBERS: Numbers,
    Chart.STACKED: Stacked,
    Chart.LINES: Lines,
    Chart.PAIRED: Paired,
    Chart.PROGRESS: Progress,
    Chart.TABLE: Table,
}


def draw(panel: Panel, words: Words, ground: Ground) -> Drawing:
    """Make what draws a panel, at the place of the page that is being built; `ground` lies below maps."""
    if panel.chart is Chart.PLACES:
        return Places(panel, words, ground)
    return _DRAWINGS[panel.chart](panel, words)
