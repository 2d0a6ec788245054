"""Where something lies: the institutions above it, and the places around it, each a link."""

from collections.abc import Sequence

from dashboards.panel import Row
from web.console.addresses import INSTITUTIONS, PLACES
from web.console.figure_pages import Crumb, FigurePages
from web.console.session import Seen


def institutions_above(source: Seen, code: str, language: str) -> list[Row]:
    """Return an institution and those above it, the topmost first; empty where it is not seen."""
    return source.rows("console/institution_path", {"institution": code, "language": language})


def places_around(source: Seen, code: str, language: str) -> list[Row]:
    """Return a place and those it lies in, the site first; empty where it is not seen."""
    return source.rows("console/place_path", {"place": code, "language": language})


def crumbs(
    pages: FigurePages, institutions: Sequence[Row], places: Sequence[Row] = (), last: str = ""
) -> list[Crumb]:
    """Return the way down: to `last` where there is one, else to the last place or institution."""
    way: list[Crumb] = [(pages.words.text("All institutions"), pages.address(INSTITUTIONS))]
    way += [(row["name"], pages.address(INSTITUTIONS, row["code"])) for row in institutions]
    way += [(row["name"], pages.address(PLACES, row["code"])) for row in places]
    if last:
        return [*way, (last, "")]
    return [*way[:-1], (way[-1][0], "")]
