"""`/board`: the dispatcher's board (调度看板)."""

from nicegui import run, ui
from nicegui.language import Language as PageLanguage

from dashboards.board import board
from models.errors import GuanjiaError
from web.console.absence import tell_no_data
from web.console.addresses import BOARD, ORDERS, address, in_each
from web.console.drawings.boxes import box
from web.console.section_table import show_section
from web.console.session import seen
from web.console.top_bar import head, way
from web.console.vehicle_pages import ANSWER_SECONDS, VehiclePages

_REFRESH_SECONDS = 60.0


def add_board_page(pages: VehiclePages, language: PageLanguage) -> None:
    """Answer at the board's address of a language; the page draws itself anew every minute."""
    words = pages.words

    async def draw() -> None:
        source = seen(pages.source)
        try:
            found = await run.io_bound(lambda: board(source, pages.fences, pages.now()))
        except GuanjiaError as error:
            tell_no_data(words, error)
            return
        with box("grid"):
            for section in found or ():
                show_section(section, words)

    sections = ui.refreshable(draw)

    async def page() -> None:
        with box("console"):
            with head(words, words.text("Dispatch board"), in_each(BOARD)):
                way(words.text("Dispatch orders"), address(words.language, ORDERS))
            await sections()
        ui.timer(_REFRESH_SECONDS, sections.refresh, immediate=False)

    title = words.text("guanjia")
    ui.page(
        address(words.language, BOARD),
        title=title,
        language=language,
        dark=None,
        response_timeout=ANSWER_SECONDS,
    )(page)
