"""The sentence above all panels: which sites, and whose."""

from collections.abc import Sequence

from dashboards.panel import Panel, Row
from web.console.drawings.boxes import text
from web.console.words import Words

_MOST = 2
"""Rows that are named; of the others the number is."""


class Headline:
    """Each row's columns, joined."""

    def __init__(self, panel: Panel, words: Words) -> None:
        self._panel = panel
        self._words = words
        self._text = text("", "headline")

    def show(self, rows: Sequence[Row]) -> None:
        """Write the sentence."""
        named = [" · ".join(self._words.cell(column, row) for column in self._panel.columns) for row in rows]
        if len(rows) > _MOST:
            named[_MOST:] = [self._words.text("and %(count)s more", count=len(rows) - _MOST)]
        self._text.text = " | ".join(named)
