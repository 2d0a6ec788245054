"""`guanjia orders approve`, `refuse`, `dispatch` and so on: people take an order into its next state."""

from collections.abc import Sequence
from dataclasses import replace

import click

from guanjia.commands.order_book import Given, book, show, typed_instant
from guanjia.dispatch.deciding import decided
from guanjia.dispatch.listing import orders_table
from models.dispatch import OrderState
from models.errors import GuanjiaError


def _move(
    given: Given, to: OrderState, number: str, institution: str | None, said: dict[str, str | None]
) -> None:
    with book() as opened:
        order = opened.order(number, institution)
        order = replace(
            order, plate=said.get("vehicle") or order.plate, driver=said.get("driver") or order.driver
        )
        if order.plate is not None:
            opened.vehicle(order.plate)
        typed = said.get("at")
        at = opened.now if typed is None else typed_instant(typed, opened.zone_of(order))
        if at > opened.now:
            raise GuanjiaError(f"--at {typed} is yet to come: say it when it was")
        moved = decided(opened, order, to, said["author"] or "", said["note"] or "", at)
        show(orders_table(opened, [moved], given.words))


def _command(name: str, to: OrderState, text: str, more: Sequence[click.Option] = ()) -> click.Command:
    @click.pass_obj
    def work(given: Given, number: str, institution: str | None, **said: str | None) -> None:
        _move(given, to, number, institution, said)

    options = [
        click.Option(["--by", "author"], required=True, help="Who decides, or writes it down."),
        click.Option(["--note"], help="A note; the reason where one is needed."),
        click.Option(["--institution"], help="Whose order; needed where two institutions have its number."),
    ]
    params: list[click.Parameter] = [click.Argument(["number"]), *options, *more]
    return click.Command(name, params=params, callback=work, help=text)


def _at() -> click.Option:
    return click.Option(["--at"], help="When it was, as in '2026-11-28 08:30'; now unless given.")


approve = _command(
    "approve", OrderState.APPROVED, "Approve order NUMBER; one into the zone without dispatch needs --note."
)
refuse = _command("refuse", OrderState.REFUSED, "Refuse order NUMBER, with the reason in --note.")
dispatch = _command(
    "dispatch",
    OrderState.DISPATCHED,
    "Send a vehicle and a driver for order NUMBER.",
    [
        click.Option(["--vehicle"], help="The plate; needed unless the order names one."),
        click.Option(["--driver"], help="Code or name; needed unless the order names one."),
    ],
)
leave = _command(
    "leave",
    OrderState.UNDER_WAY,
    "Say that the vehicle of order NUMBER left.",
    [_at()],
)
return_ = _command("return", OrderState.RETURNED, "Say that the vehicle of order NUMBER is back.", [_at()])
check = _command("check", OrderState.CHECKED, "Close order NUMBER after looking it through.")
cancel = _command(
    "cancel", OrderState.CANCELLED, "Cancel order NUMBER before it leaves, with the reason in --note."
)
