"""Number cards: the columns of the first row."""

from collections.abc import Sequence

from nicegui.elements.mixins.text_element import TextElement

from dashboards.panel import Column, Panel, Row
from web.console.drawings.boxes import box, text
from web.console.words import Words


class Numbers:
    """A card for each column of the panel."""

    def __init__(self, panel: Panel, words: Words) -> None:
        with box("numbers"):
            self._cards = [_Card(column, words) for column in panel.columns]

    def show(self, rows: Sequence[Row]) -> None:
        """Write the numbers."""
        for card in self._cards:
            card.show(rows[0])


class _Card:
    def __init__(self, column: Column, words: Words) -> None:
        self._column = column
        self._words = words
        with box("number") as self._box:
            text(words.text(column.title), "number-title")
            with box("number-line"):
                self._value = text("", "number-value")
                text(words.unit(column.unit), "number-unit")
            self._beside: TextElement = text("", "number-beside")
        self._box.props["data-column"] = column.name

    def show(self, row: Row) -> None:
        """Write one number."""
        self._value.text = self._words.cell(self._column, row)
        self._beside.text = self._words.beside(self._column, row)
        is_bad = self._column.is_bad and bool(row[self._column.name])
        self._box.classes(add="is-bad" if is_bad else "", remove="" if is_bad else "is-bad")
