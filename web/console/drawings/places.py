"""Things that move: a map with the fences below them, and the table of them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from nicegui import ui

from dashboards.palettes import PALETTES
from dashboards.panel import Panel, Row
from web.console.drawings.boxes import box, text
from web.console.drawings.ground import Ground
from web.console.drawings.table import Table
from web.console.words import Words

COLOURS: Final[Mapping[str, str]] = {
    "moving": PALETTES["plain"][1],
    "parked": PALETTES["plain"][0],
    "silent": "#9aa5b1",
}
_MOST_NAMED: Final = 5
"""In the label of one point."""
_ZOOM: Final = 12
"""Until the points are known."""


class Places:
    """The map beside the table, on a phone above it; without a map server it has points and fences alone."""

    def __init__(self, panel: Panel, words: Words, ground: Ground) -> None:
        self._words = words
        self._ground = ground
        self._rows: Sequence[Row] = ()
        ui.add_head_html('<script defer src="/static/map.js"></script>')
        with box("places"):
            with box(""):
                _legend(words)
                # what it would ask for by itself is a map server of others
                self._map = ui.leaflet(zoom=_ZOOM, options={"attributionControl": False})
                self._map.clear_layers()
                self._map.classes("plane").props["aria-label"] = words.text(panel.title)
                self._map.props["role"] = "application"
                self._map.on("init", self._begin)
            self._table = Table(panel, words)

    def show(self, rows: Sequence[Row]) -> None:
        """Draw the points and write the table."""
        self._rows = rows
        self._draw()
        self._table.show(rows)

    def _begin(self) -> None:
        ground = {"layer": self._ground.layer(), "fences": self._ground.outlines(self._words.language)}
        self._call("begin", ground)
        self._draw()

    def _draw(self) -> None:
        if self._map.is_initialized:
            self._call("show", points(self._rows, self._words))

    def _call(self, name: str, what: object) -> None:
        said = orjson.dumps(what).decode()
        ui.run_javascript(f"guanjiaMap.{name}(getElement({self._map.id}).map, {said})")


def points(rows: Sequence[Row], words: Words) -> list[dict[str, Any]]:
    """Return a point for each place and state, labelled with who is there; rows without a place make none."""
    there: dict[tuple[float, float, str], list[str]] = {}
    for row in rows:
        if row["lon"] is not None and row["lat"] is not None:
            # cars side by side in a garage are one point
            place = round(row["lat"], 4), round(row["lon"], 4), row["state"]
            there.setdefault(place, []).append(row["plate"])
    return [
        {
            "at": [lat, lon],
            "label": f"{_named(plates)} {words.code('vehicle', state)}",
            "colour": COLOURS.get(state, COLOURS["silent"]),
        }
        for (lat, lon, state), plates in there.items()
    ]


def _named(plates: Sequence[str]) -> str:
    more = f" +{len(plates) - _MOST_NAMED}" if len(plates) > _MOST_NAMED else ""
    return ", ".join(plates[:_MOST_NAMED]) + more


def _legend(words: Words) -> None:
    with box("legend"):
        for state, colour in COLOURS.items():
            with box("legend-part"):
                box("legend-dot").style(f"background: {colour}")
                text(words.code("vehicle", state), "", "span")
