"""`guanjia vehicles cost`: the ledger of receipts."""

import getpass
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypedDict, Unpack

import click
from rich.console import Console, RenderableType

from config.settings import read_settings
from guanjia.commands.dates import DAY
from guanjia.commands.language import lang_option
from guanjia.printable import printable
from guanjia.translations import translations
from guanjia.vehicles.cost_json import ledger_json
from guanjia.vehicles.cost_rules_file import read_cost_rules
from guanjia.vehicles.cost_tables import ledger
from guanjia.vehicles.entering import Entered, Recording, entered
from guanjia.vehicles.ledger_file import read_ledger_file
from guanjia.words import Words
from models.errors import GuanjiaError, Mistake
from models.registry import Language
from models.vehicle_costs import CostKind
from storage import vehicle_costs as stored
from storage.database import connect
from storage.vehicle_costs import Wanted

_PIPE_WIDTH = 160
_FIRST_ZONE = timedelta(hours=14)
"""A receipt may be of any day that has begun somewhere."""


class _ListOptions(TypedDict):
    plate: str | None
    kind: str | None
    start: datetime | None
    end: datetime | None
    only_unapproved: bool
    as_json: bool
    lang: Language


@click.group("cost")
def command() -> None:
    """Keep the ledger of receipts: fuel, repair, insurance, tolls and the rest."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "author", help="Who enters it; the name of the login unless given.")
@click.option("--dry-run", is_flag=True, help="Say what would be entered, and enter nothing.")
@lang_option
def import_(file: Path, author: str | None, *, dry_run: bool, lang: Language) -> None:
    """Enter the receipts of FILE, a CSV with a header in Chinese or English.

    What stands in the ledger already is not entered again. A line that cannot be used is named with its
    place and left out; the rest goes in.
    """
    settings = read_settings()
    now = datetime.now(UTC)
    recording = Recording(_name(author), now, read_cost_rules(settings.vehicle_costs))
    with connect(settings.database, application="guanjia-vehicles") as connection:
        read = read_ledger_file(file, stored.plates(connection), (now + _FIRST_ZONE).date())
        done = entered(connection, file, read, recording)
        if dry_run:
            connection.rollback()
    _complain(file, read.unread, [*read.mistakes, *done.doubled])
    _tell(done, Words(translations()[lang]), left_out=len({each.line for each in read.mistakes}), dry=dry_run)
    if read.mistakes:
        sys.exit(1)


@command.command("list")
@click.option("--vehicle", "plate", help="Only this plate.")
@click.option("--kind", type=click.Choice([kind.value for kind in CostKind]), help="Only this kind of cost.")
@click.option("--from", "start", type=DAY, help="First day, as in 2026-11-01.")
@click.option("--to", "end", type=DAY, help="First day after the period.")
@click.option("--unapproved", "only_unapproved", is_flag=True, help="Only what lacks an approval.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@lang_option
def list_(**options: Unpack[_ListOptions]) -> None:
    """List the ledger by day, with its sum."""
    start, end = options["start"], options["end"]
    wanted = Wanted(
        None if start is None else start.date(),
        None if end is None else end.date(),
        options["plate"],
        options["kind"],
        options["only_unapproved"],
    )
    with connect(read_settings().database, application="guanjia-vehicles") as connection:
        rows = stored.costs(connection, wanted)
    if options["as_json"]:
        click.echo(ledger_json(rows))
    else:
        _print(ledger(rows, Words(translations()[options["lang"]])))


def _name(author: str | None) -> str:
    name = (getpass.getuser() if author is None else author).strip()
    if not name:
        raise GuanjiaError("say with --by who enters it: an empty name is nobody")
    return name


def _complain(file: Path, unread: Sequence[str], mistakes: Sequence[Mistake]) -> None:
    if unread:
        click.echo(f"{file}: not read, no column of receipts: {printable(', '.join(unread))}", err=True)
    for mistake in mistakes:
        click.echo(str(mistake), err=True)


def _tell(done: Entered, words: Words, *, left_out: int, dry: bool) -> None:
    if dry:
        click.echo(words.say("Nothing was entered; it would be so:"))
    click.echo(
        words.say(
            "%(added)s receipts entered, %(there)s stood there already, %(approved)s got their approval,"
            " %(left_out)s lines left out",
            added=done.added,
            there=done.there,
            approved=done.approved,
            left_out=left_out,
        )
    )
    if done.unapproved:
        click.echo(words.say("%(count)s need an approval and have none:", count=len(done.unapproved)))
        _print(ledger(done.unapproved, words))


def _print(table: RenderableType) -> None:
    Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH).print(table)
