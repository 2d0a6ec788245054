"""`guanjia quotas`: what figures are judged by and computed with, from the files, each with its source."""

import sys
from difflib import get_close_matches
from pathlib import Path

import click
from rich.console import Console

from guanjia.commands.language import lang_option
from guanjia.quota_files import QuotaBook, read_book, shipped_files
from guanjia.quota_tables import factor_table, grid_table, quota_card, quota_tables
from guanjia.translations import translations
from models.errors import GuanjiaError
from models.quotas import Indicator
from models.registry import Language
from models.sources import SourceStatus

# tables of sources are unreadable below it: a pipe has 80 columns otherwise
_PIPE_WIDTH = 132

_files = click.argument("files", nargs=-1, type=click.Path(path_type=Path))


@click.group()
def command() -> None:
    """Show and check quotas and factors (docs/reference/quotas.md); no database is asked.

    They are read from FILES, or from config/quotas/ and config/factors/ where none are given.
    `guanjia registry apply` writes them to the database.
    """


@command.command("list")
@_files
@click.option("--indicator", type=click.Choice([each.value for each in Indicator]), help="Only its quotas.")
@click.option("--category", help="Only quotas whose category has this in it, as 机关.")
@lang_option
def list_(files: tuple[Path, ...], indicator: str | None, category: str | None, lang: Language) -> None:
    """Print every factor and every quota with its source, and how well it is confirmed."""
    book = read_book(files or shipped_files())
    say = translations()[lang].gettext
    chosen = [
        quota
        for quota in book.quotas.values()
        if (indicator is None or quota.indicator == indicator) and (category or "") in quota.category
    ]
    is_whole = indicator is None and category is None
    sets = [
        each
        for code, each in book.factor_sets.items()
        if is_whole or code in {quota.factor_set for quota in chosen}
    ]
    tables = [factor_table(each, say, chinese=lang is Language.ZH_CN) for each in sets]
    grid = [grid_table(list(book.grid_factors.values()), say)] if is_whole and book.grid_factors else []
    for table in (*tables, *grid, *quota_tables(chosen, say, chinese=lang is Language.ZH_CN)):
        _console().print(table)
    if not chosen and not book.mistakes:
        click.echo("no quota is chosen by that")
    _stop_at_mistakes(book)


@command.command()
@click.argument("code")
@_files
@lang_option
def show(code: str, files: tuple[Path, ...], lang: Language) -> None:
    """Show one quota, factor set or grid factor by its CODE, whole."""
    book = read_book(files or shipped_files())
    say, console, is_chinese = translations()[lang].gettext, _console(), lang is Language.ZH_CN
    if code in book.quotas:
        for table in quota_card(book.quotas[code], say, chinese=is_chinese):
            console.print(table)
    elif code in book.factor_sets:
        factor_set = book.factor_sets[code]
        console.print(factor_table(factor_set, say, chinese=is_chinese))
        click.echo(f"{say('Note')}: {factor_set.note}")
        users = [quota.code for quota in book.quotas.values() if quota.factor_set == code]
        click.echo(f"{say('Used by quotas')}: {', '.join(users) or '—'}")
    elif code in book.grid_factors:
        console.print(grid_table([book.grid_factors[code]], say))
        click.echo(f"{say('Note')}: {book.grid_factors[code].note}")
    else:
        raise _unknown(book, code)


@command.command()
@_files
def check(files: tuple[Path, ...]) -> None:
    """Check FILES and name every mistake with its line and remedy; exit code 1 when there is one."""
    book = read_book(files or shipped_files())
    _stop_at_mistakes(book)
    blank = [quota for quota in book.quotas.values() if quota.status is SourceStatus.ABSENT]
    click.echo(f"{_counted(book)}: no mistakes; {len(blank)} quotas are blank")


def _stop_at_mistakes(book: QuotaBook) -> None:
    for mistake in book.mistakes:
        click.echo(str(mistake), err=True)
    if book.mistakes:
        left = f"{len(book.mistakes)} to correct; without them: {_counted(book)}"
        click.echo(left, err=True)
        sys.exit(1)


def _counted(book: QuotaBook) -> str:
    factors = sum(len(each.factors) for each in book.factor_sets.values())
    return (
        f"{len(book.quotas)} quotas, {len(book.factor_sets)} factor sets ({factors} factors), "
        f"{len(book.grid_factors)} grid factors"
    )


def _unknown(book: QuotaBook, code: str) -> GuanjiaError:
    known = [*book.quotas, *book.factor_sets, *book.grid_factors]
    near = get_close_matches(code, known, 3) or [each for each in known if code in each][:3]
    remedy = f"did you mean {', '.join(near)}?" if near else "`guanjia quotas list` shows them"
    return GuanjiaError(f"there is no quota or factor {code}; {remedy}")


def _console() -> Console:
    console = Console(highlight=False, markup=False, emoji=False)
    return (
        console
        if console.is_terminal
        else Console(highlight=False, markup=False, emoji=False, width=_PIPE_WIDTH)
    )
