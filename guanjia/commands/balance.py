"""`guanjia balance`: what goes into a site, what its meters below count, and what nobody accounts for."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

import click
from rich.console import Console

from config.settings import read_settings
from guanjia.balance.account import Account, accounts
from guanjia.balance.period import period
from guanjia.balance.report import report
from guanjia.balance.rows import write
from guanjia.commands.dates import DAY, MONTH
from guanjia.commands.language import lang_option
from guanjia.translations import translations
from guanjia.words import Words
from models.day_span import DaySpan, month_of
from models.registry import Language, Medium
from storage import balance
from storage.database import connect

_PIPE_WIDTH = 140


class _Options(TypedDict):
    site: str
    medium: str | None
    month: datetime | None
    start: datetime | None
    end: datetime | None
    file: Path | None
    lang: Language


@click.command("balance")
@click.argument("site")
@click.option("--medium", type=click.Choice([medium.value for medium in Medium]), help="Only this medium.")
@click.option("--month", type=MONTH, help="This month, as in 2026-11.")
@click.option("--from", "start", type=DAY, help="First day, as in 2026-11-01.")
@click.option("--to", "end", type=DAY, help="First day after the period.")
@click.option("--csv", "file", type=click.Path(path_type=Path), help="Also write the tree to this file.")
@lang_option
def command(**options: Unpack[_Options]) -> None:
    """Balance the meters of SITE: losses, metering rates, night flow, sub-items.

    Without a period: the month of yesterday, up to yesterday. Today is never in it.
    """
    asked = _asked(options["month"], options["start"], options["end"])
    media = list(Medium) if options["medium"] is None else [Medium(options["medium"])]
    with connect(read_settings().database, application="guanjia-balance") as connection:
        site = balance.site(connection, options["site"])
        days = period(asked, ZoneInfo(site.zone), datetime.now(UTC))
        balanced = accounts(connection, site, media, days)
    _print(balanced, options["lang"])
    if options["file"] is not None:
        click.echo(f"wrote {write(balanced, options['file'])} meters to {options['file']}", err=True)


def _print(balanced: Sequence[Account], language: Language) -> None:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    words = Words(translations()[language])
    for account in balanced:
        for part in report(account, words):
            console.print(part)
            console.print()


def _asked(month: datetime | None, start: datetime | None, end: datetime | None) -> DaySpan | None:
    if month is not None:
        if start is not None or end is not None:
            raise click.UsageError("give --month, or --from and --to")
        return month_of(month.date())
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise click.UsageError("--from and --to go together")
    return DaySpan(start.date(), end.date())
