"""`guanjia orders list`, `show` and `now`."""

import click

from guanjia.commands.order_book import (
    Given,
    book,
    institution_option,
    json_option,
    midnight,
    next_day,
    print_json,
    show,
)
from guanjia.dispatch import listing
from models.dispatch import OrderState
from storage import dispatch as stored
from storage.dispatch import Asked
from storage.dispatch_tracks import vehicles_now


@click.command("list")
@click.option("--state", type=click.Choice([state.value for state in OrderState]), help="Only in this state.")
@click.option("--day", help="Only of this day, as in 2026-11-28.")
@click.option("--vehicle", help="Only of this plate.")
@json_option
@click.pass_obj
def list_command(
    given: Given, state: str | None, day: str | None, vehicle: str | None, is_json: bool
) -> None:
    """Show orders by when their vehicles are to leave."""
    with book() as opened:
        since = None if day is None else midnight(opened, day)
        asked = Asked(
            states=None if state is None else [OrderState(state)],
            since=since,
            until=None if since is None else next_day(since),
            plate=vehicle,
        )
        found = stored.orders(opened.connection, asked)
        if is_json:
            print_json([listing.order_json(order) for order in found])
        else:
            show(listing.orders_table(opened, found, given.words))


@click.command("show")
@click.argument("number")
@institution_option
@json_option
@click.pass_obj
def show_command(given: Given, number: str, institution: str | None, is_json: bool) -> None:
    """Show order NUMBER with everything that happened to it."""
    with book() as opened:
        order = opened.order(number, institution)
        changes = stored.changes(opened.connection, order.id)
        if is_json:
            print_json(listing.order_json(order) | {"changes": changes})
            return
        show(listing.order_table(opened, order, given.words))
        show(listing.changes_table(opened, order, changes, given.words))


@click.command("now")
@json_option
@click.pass_obj
def now_command(given: Given, is_json: bool) -> None:
    """Show where every vehicle is: home or out, when it was last seen, and its open order."""
    with book() as opened:
        found = vehicles_now(opened.connection, opened.now)
        if is_json:
            print_json(found)
        else:
            show(listing.vehicles_table(opened, found, given.words))
