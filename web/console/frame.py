"""A panel on a page: its title, its drawing, and what stands there while there is nothing to draw."""

from collections.abc import Sequence

from nicegui import ui

from dashboards.panel import Chart, Panel, Row
from models.errors import GuanjiaError
from web.console.absence import no_data
from web.console.drawings.boxes import box, text
from web.console.drawings.drawing import draw
from web.console.drawings.ground import Ground
from web.console.results import SeenResults
from web.console.words import Words


class Frame:
    """One panel for one viewer: asks again as often as the panel says, until the viewer is gone.

    It is asked for while the browser still loads; what another viewer was answered just now is in the page.
    """

    def __init__(
        self, panel: Panel, words: Words, results: SeenResults, ground: Ground | None = None
    ) -> None:
        self._panel = panel
        self._words = words
        self._results = results
        self._shown: Sequence[Row] | None = None
        with box(f"panel panel-{panel.chart} span-{panel.span}", "section") as section:
            section.props["data-panel"] = panel.name
            if panel.chart is not Chart.HEADLINE:
                self._title()
            with box("panel-body") as self._body:
                self._drawing = draw(panel, words, ground or Ground())
            self._body.set_visibility(False)
            self._notice = text(words.text("Loading"), "notice")
            self._notice.props["role"] = "status"
        rows = results.known(panel, words.language)
        if rows is not None:
            self._show(rows)
        # a timer belongs to the page of its viewer: NiceGUI ends it when the viewer is gone
        ui.timer(panel.every_seconds, self.refresh)

    def _title(self) -> None:
        with box("panel-head"):
            text(self._words.text(self._panel.title), "panel-title", "h2")
            if self._panel.unit:
                text(self._words.unit(self._panel.unit), "panel-unit")
            if self._panel.hint:
                text(self._words.text(self._panel.hint), "panel-hint")

    async def refresh(self) -> None:
        """Ask for the rows and show them; what was shown stays, with a notice, while they cannot be had."""
        try:
            rows = await self._results.rows(self._panel, self._words.language)
        except GuanjiaError as error:
            self._tell(no_data(self._words, error))
            return
        self._show(rows)

    def _show(self, rows: Sequence[Row]) -> None:
        self._tell("" if rows else self._words.text(self._panel.empty))
        self._body.set_visibility(bool(rows))
        if rows and rows != self._shown:
            self._drawing.show(rows)
        self._shown = rows

    def _tell(self, notice: str) -> None:
        self._notice.text = notice
        self._notice.set_visibility(bool(notice))
