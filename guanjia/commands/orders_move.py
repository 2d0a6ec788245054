"""`guanjia orders approve`, `refuse`, `dispatch` and so on: people take an order into its next state."""

from collections.abc import Sequence
from typing import Final

import click

from guanjia.commands.order_book import Given, book, show, typed_instant
from guanjia.dispatch.deciding import decided
from guanjia.dispatch.listing import orders_table
from models.dispatch import OrderRefusal, OrderState
from models.dispatch_desk import Step
from models.dispatch_errors import RefusedError
from models.errors import GuanjiaError

_OPTIONS: Final = {"note": "--note", "plate": "--vehicle", "driver": "--driver"}


def _move(
    given: Given, to: OrderState, number: str, institution: str | None, said: dict[str, str | None]
) -> None:
    with book() as opened:
        order = opened.order(number, institution)
        wanted = Step(
            to, said["note"] or "", plate=said.get("vehicle") or "", driver=said.get("driver") or ""
        )
        if wanted.plate:
            opened.vehicle(wanted.plate)
        typed = said.get("at")
        at = opened.now if typed is None else typed_instant(typed, opened.zone_of(order))
        if at > opened.now:
            raise GuanjiaError(f"--at {typed} is yet to come: say it when it was")
        try:
            moved = decided(opened, order, wanted, said["author"] or "", at)
        except RefusedError as error:
            raise GuanjiaError(f"{error}{_option(error.refusal)}") from error
        show(orders_table(opened, [moved], given.words))


def _option(refusal: OrderRefusal) -> str:
    """Return the option that mends it, for the end of a sentence."""
    option = "--by" if refusal is OrderRefusal.NO_AUTHOR else _OPTIONS.get(refusal.field)
    return "" if option is None else f" ({option})"


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
