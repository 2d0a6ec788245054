"""`guanjia orders compare`: orders beside what vehicles did."""

from datetime import timedelta

import click

from analytics.dispatch.matching import Tolerances
from guanjia.commands.order_book import Given, book, json_option, midnight, next_day, print_json, show
from guanjia.dispatch import listing
from guanjia.dispatch.observed import findings
from models.errors import GuanjiaError

_USUAL = Tolerances()


@click.command("compare")
@click.option("--from", "first", required=True, help="The first day, as in 2026-11-01.")
@click.option("--to", "last", help="The last day; the first one unless given.")
@click.option(
    "--tolerance", type=click.FloatRange(0), default=30.0, show_default=True, help="Minutes beside the plan."
)
@click.option(
    "--near",
    type=click.FloatRange(1),
    default=_USUAL.near_m,
    show_default=True,
    help="Metres from the destination that still are there.",
)
@click.option(
    "--far",
    type=click.FloatRange(1),
    default=_USUAL.far_m,
    show_default=True,
    help="Metres from the destination beyond which a stay is elsewhere.",
)
@click.option(
    "--stay", type=click.FloatRange(0), default=60.0, show_default=True, help="Minutes of a stay elsewhere."
)
@json_option
@click.pass_obj
def command(given: Given, first: str, last: str | None, is_json: bool, **most: float) -> None:
    """Say which kilometres had no order, which orders no trip, and where times and places differ."""
    tolerances = Tolerances(
        timedelta(minutes=most["tolerance"]), most["near"], most["far"], timedelta(minutes=most["stay"])
    )
    with book() as opened:
        since, until = midnight(opened, first), next_day(midnight(opened, last or first))
        if until <= since:
            raise GuanjiaError(f"--to {last} lies before --from {first}: swap them")
        found = findings(opened, since, until, tolerances)
        if is_json:
            print_json([listing.finding_json(one) for one in found])
        elif found:
            show(listing.findings_table(opened, found, given.words))
        else:
            click.echo(given.words.say("orders and outings fit together"))
