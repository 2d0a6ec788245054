"""A table that is only read, as one element: a thousand cells with an element each are seconds of a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from nicegui import ui


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, where it leads to, and whether it is a number, a badge of some tone, or bad."""

    text: str
    href: str = ""
    is_number: bool = False
    badge: str = ""
    is_bad: bool = False

    @property
    def classes(self) -> str:
        """What the style sheet calls such a cell."""
        return " ".join(["is-number"] * self.is_number + ["is-bad-cell"] * self.is_bad)


def number(content: str) -> Cell:
    """Return a cell that stands at the right."""
    return Cell(content, is_number=True)


def sheet(
    titles: Sequence[str | Cell], rows: Sequence[Sequence[str | Cell]], *, is_wrapped: bool = False
) -> None:
    """Write a table where the page is being built: text stays text, and a phone scrolls within the table."""
    written = _TEMPLATE.render(
        titles=_cells(titles), rows=[_cells(row) for row in rows], is_wrapped=is_wrapped
    )
    # the template escapes whatever stands in a cell
    table = ui.html(written, sanitize=False).classes("sheet-scroll")
    # who uses the keyboard can scroll it too
    table.props["tabindex"] = "0"


def _cells(contents: Sequence[str | Cell]) -> list[Cell]:
    return [content if isinstance(content, Cell) else Cell(content) for content in contents]


_TEMPLATE = Environment(
    loader=PackageLoader("web.console", "templates"), autoescape=True, undefined=StrictUndefined
).get_template("sheet.html")
