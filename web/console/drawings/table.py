"""Tables: a row a line."""

from collections.abc import Sequence

from nicegui import ui

from dashboards.panel import Column, Format, Link, Panel, Row
from web.console.addresses import DASHBOARDS, address
from web.console.words import Words

_RIGHT = {Format.COUNT, Format.AMOUNT, Format.YUAN, Format.SHARE, Format.SIGNED_SHARE, Format.DEGREES}
_BADGE = """
<q-td :props="props">
<span :class="'badge badge-' + props.row['{name}.code']">{{{{ props.value }}}}</span>
</q-td>
"""
_LINK = """
<q-td :props="props">
<a v-if="props.row['{name}.href']" class="sheet-link" :href="props.row['{name}.href']">
{{{{ props.value }}}}</a>
<span v-else>{{{{ props.value }}}}</span>
</q-td>
"""


class Table:
    """The columns of the panel; codes in the colour of their urgency."""

    def __init__(self, panel: Panel, words: Words) -> None:
        self._columns = panel.columns
        self._words = words
        self._table = ui.table(
            rows=[],
            columns=[_heading(column, words) for column in panel.columns],
            row_key="_key",
            pagination=10,
        )
        self._table.classes("table").props("flat dense :rows-per-page-options='[10]'")
        for column in panel.columns:
            if column.format is Format.BADGE:
                self._table.add_slot(f"body-cell-{column.name}", _BADGE.format(name=column.name))
            elif column.link is not None:
                self._table.add_slot(f"body-cell-{column.name}", _LINK.format(name=column.name))

    def show(self, rows: Sequence[Row]) -> None:
        """Write the lines; more than ten stand on further pages."""
        self._table.rows = [self._line(number, row) for number, row in enumerate(rows)]
        self._table.props["hide-pagination"] = len(rows) <= 10

    def _line(self, number: int, row: Row) -> dict[str, object]:
        cells: dict[str, object] = {column.name: self._words.cell(column, row) for column in self._columns}
        codes = {
            f"{column.name}.code": row[column.name]
            for column in self._columns
            if column.format is Format.BADGE
        }
        links = {
            f"{column.name}.href": self._address(column.link, row)
            for column in self._columns
            if column.link is not None
        }
        return cells | codes | links | {"_key": number}

    def _address(self, link: Link, row: Row) -> str:
        code = row[link.of]
        if code is None:
            return ""
        return address(self._words.language, DASHBOARDS, link.page, **{link.variable: str(code)})


def _heading(column: Column, words: Words) -> dict[str, object]:
    return {
        "name": column.name,
        "label": words.text(column.title),
        "field": column.name,
        "align": "right" if column.format in _RIGHT else "left",
    }
