"""All pages about the quality of data."""

from nicegui.language import Language as PageLanguage

from web.console.device_page import add_device_page
from web.console.meter_page import add_meter_page
from web.console.quality_list import add_quality_list
from web.console.quality_pages import Judging, QualityPages
from web.console.rejected_page import add_rejected_page
from web.console.swap_page import add_swap_page
from web.console.words import Words


def add_quality_pages(judging: Judging, words: Words, language: PageLanguage) -> None:
    """Answer at every address about the quality of data in one language."""
    pages = QualityPages(judging, words, language)
    for add in (add_quality_list, add_swap_page, add_rejected_page, add_device_page, add_meter_page):
        add(pages)
