"""All pages of figures."""

from web.console.figure_pages import FigurePages
from web.console.institution_pages import add_institution_pages
from web.console.meter_figures import add_meter_page
from web.console.panel_page import add_panel_pages


def add_figure_pages(pages: FigurePages) -> None:
    """Answer at every address of pages of figures of one language."""
    add_panel_pages(pages)
    add_institution_pages(pages)
    add_meter_page(pages)
