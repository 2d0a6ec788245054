"""All pages about dispatch orders."""

from nicegui.language import Language as PageLanguage

from web.console.check_page import add_check_page
from web.console.duty_page import add_duty_page
from web.console.order_form import add_order_form
from web.console.order_list import add_order_list
from web.console.order_page import add_order_page
from web.console.order_pages import Dispatching, OrderPages
from web.console.words import Words


def add_order_pages(dispatching: Dispatching, words: Words, language: PageLanguage) -> None:
    """Answer at every address about orders in one language."""
    pages = OrderPages(dispatching, words, language)
    # the last one takes whatever stands below /orders
    for add in (add_order_list, add_order_form, add_check_page, add_duty_page, add_order_page):
        add(pages)
