"""`guanjia vehicles costs`: what vehicles cost by kilometre, by 100 km and by year."""

import sys
from datetime import UTC, date, datetime, timedelta

import click
from rich.console import Console

from config.settings import read_settings
from dashboards.vehicle_costs import By, Pool, pool
from guanjia.commands.dates import DAY
from guanjia.commands.language import lang_option
from guanjia.translations import translations
from guanjia.vehicles.cost_json import pool_json
from guanjia.vehicles.cost_tables import figures, kinds
from guanjia.words import Words
from models.day_span import DaySpan
from models.registry import Language
from storage.database import connect
from storage.rows import Rows

_PIPE_WIDTH = 180


@click.command("costs")
@click.option("--from", "start", type=DAY, help="First day; 1 January of this year unless given.")
@click.option("--to", "end", type=DAY, help="First day after the period; tomorrow unless given.")
@click.option("--by", type=click.Choice([by.value for by in By]), default=By.VEHICLE.value, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
@lang_option
def command(start: datetime | None, end: datetime | None, *, by: str, as_json: bool, lang: Language) -> None:
    """Show what vehicles cost in a period, the dearest first."""
    span = _span(start, end, datetime.now(UTC).astimezone().date())
    with connect(read_settings().database, application="guanjia-vehicles") as connection:
        found = pool(Rows(connection), span, By(by))
    if as_json:
        click.echo(pool_json(found))
    else:
        _print(found, Words(translations()[lang]))


def _span(start: datetime | None, end: datetime | None, today: date) -> DaySpan:
    last = today + timedelta(days=1) if end is None else end.date()
    first = (last - timedelta(days=1)).replace(month=1, day=1) if start is None else start.date()
    if first >= last:
        raise click.UsageError("--to is the first day after the period: it must lie after --from")
    return DaySpan(first, last)


def _print(found: Pool, words: Words) -> None:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    console.print(str(found.span))
    console.print(figures(found, words))
    console.print()
    console.print(kinds(found, words))
    if found.whole is not None and found.whole.unapproved:
        console.print(words.say("%(count)s need an approval and have none:", count=found.whole.unapproved))
        console.print("  guanjia vehicles cost list --unapproved")
    for group in found.groups if found.by is By.VEHICLE else ():
        for reading in group.costs.odd_readings:
            text = "%(who)s: the odometer of %(day)s, %(km)s km, does not fit the others and is not counted"
            console.print(words.say(text, who=group.code, day=reading.day, km=f"{reading.km:,.0f}"))
    if found.idle:
        text = "without an entry and a trip, and not counted: %(plates)s"
        console.print(words.say(text, plates=", ".join(found.idle)))
