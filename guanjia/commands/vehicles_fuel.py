"""`guanjia vehicles fuel`: where fuel is missing, and which fillings are doubtful."""

import sys
from datetime import UTC, date, datetime, timedelta
from typing import TypedDict, Unpack

import click
from rich.console import Console

from config.settings import read_settings
from dashboards.vehicle_fuel import fuel
from guanjia.commands.dates import DAY
from guanjia.commands.language import lang_option
from guanjia.translations import translations
from guanjia.vehicles.cost_rules_file import read_cost_rules
from guanjia.vehicles.fuel_tables import fuel_json, tables
from guanjia.words import Words
from models.day_span import DaySpan
from models.registry import Language
from storage.database import connect
from storage.rows import Rows

_PIPE_WIDTH = 140
_USUAL = timedelta(days=30)
_DAY = timedelta(days=1)


class _Options(TypedDict):
    start: datetime | None
    end: datetime | None
    plate: str | None
    as_json: bool
    lang: Language


@click.command("fuel")
@click.option("--from", "start", type=DAY, help="First day; 30 days before the end unless given.")
@click.option("--to", "end", type=DAY, help="First day after the period; tomorrow unless given.")
@click.option("--vehicle", "plate", help="Only this plate.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables; instants are UTC.")
@lang_option
def command(**options: Unpack[_Options]) -> None:
    """Compare receipts for fuel with the level that trackers report, and show falls at standstill.

    Each line is a doubt to look into, and no proof.
    """
    settings = read_settings()
    span = _span(options["start"], options["end"], datetime.now(UTC).astimezone().date())
    rule = read_cost_rules(settings.vehicle_costs).fuel
    with connect(settings.database, application="guanjia-vehicles") as connection:
        found = fuel(Rows(connection), span, rule, options["plate"])
    if options["as_json"]:
        click.echo(fuel_json(found))
        return
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    console.print(str(span))
    for table in tables(found, Words(translations()[options["lang"]])):
        console.print(table)
        console.print()


def _span(start: datetime | None, end: datetime | None, today: date) -> DaySpan:
    last = today + _DAY if end is None else end.date()
    first = last - _USUAL if start is None else start.date()
    if first >= last:
        raise click.UsageError("--to is the first day after the period: it must lie after --from")
    return DaySpan(first, last)
