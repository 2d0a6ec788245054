"""`guanjia allowance`: volumes approved for canteens and public areas, and what came of them (限量管理)."""

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console, RenderableType

from analytics.allowances.periods import earlier, period_of
from config.settings import read_settings
from guanjia.allowances import listing
from guanjia.allowances.book import Book, Subject, subject, subjects
from guanjia.allowances.deciding import Said, approved, confirmed, rejected
from guanjia.allowances.file import read_allowance_file
from guanjia.allowances.ledger_file import write
from guanjia.allowances.proposing import proposed
from guanjia.allowances.settling import Settled, settled
from guanjia.calendar_files import calendar_folder, read_calendar
from guanjia.commands.dates import MONTH
from guanjia.commands.language import lang_option
from guanjia.translations import translations
from guanjia.words import Words, number
from models.balance import BALANCED
from models.errors import GuanjiaError
from models.registry import Language, Medium
from storage import allowances as stored
from storage.database import connect

Result = TypeVar("Result")

_PIPE_WIDTH = 180
_by = click.option("--by", "author", required=True, help="Who decides.")
_site = click.option("--site", help="Only this site.")
_number = click.argument("entry", metavar="ID", type=int)


def _month(**settings: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option("--month", type=MONTH, **settings)


@dataclass(frozen=True, slots=True)
class _Given:
    """What is said before the subcommand: the file of rules, and the language."""

    rules: Path | None
    words: Words


@click.group("allowance")
@click.option(
    "--rules",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The file of places and rules; GUANJIA_ALLOWANCES or config/allowances.yaml unless given.",
)
@lang_option
@click.pass_context
def command(context: click.Context, rules: Path | None, lang: Language) -> None:
    """Propose, approve and settle monthly allowances (限量管理，奖节罚超).

    People and cron run these commands; no worker does. Nothing is judged that nobody approved.
    """
    context.obj = _Given(rules, Words(translations()[lang]))


@command.command()
@_month(help="The month in which the period begins, as in 2026-12; the next one unless given.")
@_site
@click.pass_obj
def propose(given: _Given, month: datetime | None, site: str | None) -> None:
    """Propose a volume for every place, with the formula it comes from."""
    with _book(given) as book:
        found, wrong = _each(
            book,
            subjects(book, site),
            lambda of: (of, proposed(book, of, _asked(month) or _next(of))),
        )
        _print(listing.proposals(found, given.words))
        for of, allowance in found:
            click.echo(f"{of.place.name} {of.place.code}: {allowance.formula}")
    _fail(wrong)


@command.command()
@click.argument("place")
@_month(required=True, help="The month in which the period begins, as in 2026-12.")
@click.option("--volume", type=float, required=True, help="In the unit of the medium: m3, kWh.")
@_by
@click.option("--note", default="", help="A note; needed where it replaces an earlier volume.")
@click.option(
    "--medium",
    type=click.Choice([medium.value for medium in BALANCED]),
    default=Medium.WATER.value,
    show_default=True,
)
@click.pass_obj
def approve(given: _Given, place: str, month: datetime, volume: float, **said: str) -> None:
    """Approve a volume for PLACE and a month (核定); another one later replaces it with its reason."""
    with _book(given) as book:
        of = subject(book, place, Medium(said["medium"]))
        allowance = approved(book, of, month.date(), volume, Said(said["author"], said["note"]))
        period = allowance.period
        click.echo(
            given.words.say(
                "%(place)s %(month)s (from %(start)s on and before %(end)s): %(author)s approved %(volume)s",
                place=f"{of.place.name} {of.place.code}",
                month=f"{period.month:%Y-%m}",
                start=period.start,
                end=period.end,
                author=said["author"],
                volume=f"{number(volume)} {of.unit}",
            )
        )


@command.command("list")
@_month(help="The month in which the period begins; the running one unless given.")
@_site
@click.pass_obj
def list_(given: _Given, month: datetime | None, site: str | None) -> None:
    """Show how far every place has come: used, due, projected, litres per meal. Today is not in it."""
    with _book(given) as book:
        found, wrong = _each(
            book,
            subjects(book, site),
            lambda of: (of, *listing.standing(book, of, _asked(month) or _running(of))),
        )
        _print(listing.progresses(found, given.words))
    _fail(wrong)


@command.command()
@_month(help="Only this month, as in 2026-11; it must be over.")
@_site
@click.pass_obj
def settle(given: _Given, month: datetime | None, site: str | None) -> None:
    """Bring the ledger up to date: judge periods that are over, carry late data on. Safe to run any time."""
    with _book(given) as book:
        done, wrong = _each(book, subjects(book, site), lambda of: settled(book, of, _asked(month)))
        together = sum(done, Settled())
        still_open = [row for row in listing.ledger(book, _asked(month)) if row.entry.status.is_open]
        _print(listing.entries(still_open, given.words))
        click.echo(
            given.words.say(
                "%(settlements)s settlements and %(adjustments)s adjustments are new or changed",
                settlements=together.settlements,
                adjustments=together.adjustments,
            )
        )
        for waiting in together.waiting:
            click.echo(given.words.say("%(what)s: its late data is not sure yet, and waits", what=waiting))
    _fail(wrong)


@command.command()
@_number
@_by
@click.pass_obj
def confirm(given: _Given, entry: int, author: str) -> None:
    """Confirm row ID of the ledger: its figures never change again."""
    with _book(given) as book:
        confirmed(book, entry, Said(author))
        rows = [row for row in listing.ledger(book, None) if row.entry.id == entry]
        _print(listing.entries(rows, given.words))


@command.command()
@_number
@_by
@click.option("--why", required=True, help="What is wrong with it.")
@click.pass_obj
def reject(given: _Given, entry: int, author: str, why: str) -> None:
    """Reject row ID of the ledger; the period is proposed again only with other figures."""
    with _book(given) as book:
        rejected(book, entry, Said(author, why))
        rows = [row for row in listing.ledger(book, None) if row.entry.id == entry]
        _print(listing.entries(rows, given.words))


@command.command()
@_month(help="Only this month.")
@click.option("--csv", "file", type=click.Path(path_type=Path), help="Also write the rows to this file.")
@click.pass_obj
def ledger(given: _Given, month: datetime | None, file: Path | None) -> None:
    """Show the ledger: settlements with who decided, and adjustments by late data."""
    with _book(given) as book:
        rows = listing.ledger(book, _asked(month))
    _print(listing.entries(rows, given.words))
    if file is not None:
        click.echo(f"wrote {write(rows, file)} rows to {file}", err=True)


@contextmanager
def _book(given: _Given) -> Generator[Book]:
    settings = read_settings()
    file = read_allowance_file(given.rules or settings.allowances)
    calendar = read_calendar(calendar_folder(settings))
    with connect(settings.database, application="guanjia-allowance") as connection:
        stored.lock(connection)
        yield Book(connection, file, calendar, stored.places(connection), datetime.now(UTC))


def _each(
    book: Book, of: Sequence[Subject], work: Callable[[Subject], Result]
) -> tuple[list[Result], list[str]]:
    """Do something for each place; a place that cannot be worked out is named, and the rest goes on."""
    done: list[Result] = []
    wrong: list[str] = []
    for each in of:
        try:
            with book.connection.transaction():
                done.append(work(each))
        except GuanjiaError as error:
            wrong.append(f"{each.place.code} {each.place.name} {each.medium}: {error}")
    return done, wrong


def _fail(wrong: Sequence[str]) -> None:
    for sentence in wrong:
        click.echo(f"guanjia: {sentence}", err=True)
    if wrong:
        sys.exit(1)


def _print(table: RenderableType) -> None:
    Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH).print(table)


def _asked(month: datetime | None) -> date | None:
    return None if month is None else month.date()


def _running(of: Subject) -> date:
    return period_of(of.today, of.billing_day).month


def _next(of: Subject) -> date:
    return earlier(_running(of), -1)
