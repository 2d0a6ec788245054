"""What the commands of `guanjia orders` share: the book, typed times, what they print."""

import json
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click
from rich.console import Console, RenderableType

from config.settings import read_settings
from guanjia.dispatch.book import OrderBook, open_book
from guanjia.dispatch.local_times import local_day, local_instant
from guanjia.fence_files import fence_folder, read_fences
from guanjia.words import Words
from models.errors import GuanjiaError, Mistake
from storage.database import connect

_PIPE_WIDTH = 200

by_option = click.option("--by", "author", required=True, help="Who decides, or writes it down.")
institution_option = click.option(
    "--institution", help="Whose order; needed where two institutions have its number."
)
json_option = click.option("--json", "is_json", is_flag=True, help="For a program, instead of a table.")


@dataclass(frozen=True, slots=True)
class Given:
    """What is said before the subcommand: the language."""

    words: Words


@contextmanager
def book() -> Generator[OrderBook]:
    """Open the database with the fences of config/geofences/."""
    settings = read_settings()
    fences = read_fences(fence_folder(settings))
    with connect(settings.database, application="guanjia-orders") as connection:
        yield open_book(connection, fences, datetime.now(UTC))


def typed_instant(text: str, zone: ZoneInfo) -> datetime:
    """Return an instant that was typed as local time of a zone."""
    try:
        return local_instant(text, zone).astimezone(UTC)
    except ValueError as error:
        raise GuanjiaError(str(error)) from error


def midnight(opened: OrderBook, text: str) -> datetime:
    """Return when a day that was typed begins."""
    try:
        day = local_day(text)
    except ValueError as error:
        raise GuanjiaError(str(error)) from error
    return datetime(day.year, day.month, day.day, tzinfo=opened.zone)


def next_day(at: datetime) -> datetime:
    """Return the next local midnight after one."""
    # of one zone, Python adds days of the clock on the wall
    return at + timedelta(days=1)


def end_with(mistakes: Sequence[Mistake]) -> None:
    """Name what was left out, and end with 1 where something was."""
    for mistake in mistakes:
        click.echo(f"guanjia: {mistake}", err=True)
    if mistakes:
        sys.exit(1)


def show(table: RenderableType) -> None:
    """Print a table, as wide as a pipe may be where there is no terminal."""
    Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH).print(table)


def print_json(value: Mapping[str, object] | Sequence[object]) -> None:
    """Print something for a program: instants as ISO 8601 in UTC."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)
