"""`guanjia orders`: dispatch orders (派车单), from the application to the check after returning."""

from collections.abc import Mapping

import click

from guanjia.commands.language import lang_option
from guanjia.commands.lazy import LazyGroup, Place
from guanjia.commands.order_book import Given
from guanjia.translations import translations
from guanjia.words import Words
from models.registry import Language

_MOVE = "guanjia.commands.orders_move"
_LIST = "guanjia.commands.orders_list"
_DUTY = "guanjia.commands.orders_duty"

COMMANDS: Mapping[str, Place] = {
    "import": Place("guanjia.commands.orders_import", "Enter the orders of a CSV file"),
    "list": Place(_LIST, "Show orders by when their vehicles are to leave", "list_command"),
    "show": Place(_LIST, "Show one order with everything that happened to it", "show_command"),
    "approve": Place(_MOVE, "Approve an order", "approve"),
    "refuse": Place(_MOVE, "Refuse an order, with the reason", "refuse"),
    "dispatch": Place(_MOVE, "Send a vehicle and a driver", "dispatch"),
    "leave": Place(_MOVE, "Say that the vehicle left, where no tracker does", "leave"),
    "return": Place(_MOVE, "Say that the vehicle is back", "return_"),
    "check": Place(_MOVE, "Close an order after looking it through", "check"),
    "cancel": Place(_MOVE, "Cancel an order before it leaves, with the reason", "cancel"),
    "compare": Place("guanjia.commands.orders_compare", "Compare orders with what vehicles did"),
    "now": Place(_LIST, "Show where every vehicle is, with its open order", "now_command"),
    "duty": Place(_DUTY, "Register a vehicle for duty beforehand", "duty"),
    "daily": Place(_DUTY, "Write down one of the three checks of a day", "daily"),
    "daily-import": Place(_DUTY, "Write down the daily checks of a CSV file", "daily_import"),
}


@click.group("orders", cls=LazyGroup, places=COMMANDS)
@lang_option
@click.pass_context
def command(context: click.Context, lang: Language) -> None:
    """Take dispatch orders through their states, and compare them with what vehicles did."""
    context.obj = Given(Words(translations()[lang]))
