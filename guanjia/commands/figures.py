"""`guanjia figures`: what institutions use per person and area, and how they stand against their quotas."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

import click
from rich.console import Console, RenderableType

from config.settings import read_settings
from guanjia.commands.language import lang_option
from guanjia.figures.period import Asked, asked
from guanjia.figures.report import overview, report
from guanjia.figures.words import FigureWords
from guanjia.translations import translations
from guanjia.words import Words
from models.figures import PeriodKind
from models.registry import Language
from storage import figures
from storage.consumption import Connection
from storage.database import connect

_PERIODS = {
    "year": PeriodKind.YEAR,
    "month": PeriodKind.MONTH,
    "season": PeriodKind.HEATING_SEASON,
}
_PIPE_WIDTH = 160


class _Options(TypedDict):
    institution: str | None
    period: str
    year: int | None
    month: int | None
    lang: Language
    is_json: bool


@click.command("figures")
@click.argument("institution", required=False)
@click.option("--period", type=click.Choice(list(_PERIODS)), default="year", show_default=True)
@click.option(
    "--year", type=click.IntRange(2000, 2100), help="This one; of a season that in which it begins."
)
@click.option("--month", type=click.IntRange(1, 12), help="This month of the year; goes with --period month.")
@lang_option
@click.option("--json", "is_json", is_flag=True, help="Rows of analytics.indicator instead of tables.")
def command(**options: Unpack[_Options]) -> None:
    """Show the figures of INSTITUTION, or a line for each one there is.

    What was used, divided by whom, compared with which quota or what stands in for it, where the period is
    going, and what to check. It needs no more than a reader's login.
    """
    kind, code = _PERIODS[options["period"]], options["institution"]
    if options["month"] is not None and kind is not PeriodKind.MONTH:
        raise click.UsageError("--month goes with --period month")
    words = FigureWords(Words(translations()[options["lang"]]), options["lang"] is Language.ZH_CN)
    with connect(read_settings().database, application="guanjia-figures") as connection:
        chosen = asked(kind, options["year"], options["month"], _today(connection, code))
        found = figures.figures(connection, code, kind, chosen.begins, chosen.ends)
        missing = "" if found else _why_none(connection, code, chosen, words)
    if options["is_json"]:
        click.echo(
            json.dumps([asdict(figure) for figure in found], ensure_ascii=False, default=str, indent=1)
        )
    elif found:
        _print(report(found, words) if code is not None else [overview(found, words)])
    if missing:
        click.echo(missing, err=options["is_json"])


def _today(connection: Connection, code: str | None) -> date:
    """Return the local day of an institution, or of the first."""
    if code is not None:
        zones = [figures.institution(connection, code).timezone]
    else:
        zones = [each.timezone for each in figures.institutions(connection)] or ["UTC"]
    return datetime.now(UTC).astimezone(ZoneInfo(zones[0])).date()


def _why_none(connection: Connection, code: str | None, chosen: Asked, words: FigureWords) -> str:
    """Say for which periods there are figures, or what it takes to have any."""
    known = figures.extent(connection, code, chosen.kind)
    if known is None:
        return words.say(
            "No figure yet: it takes a main meter with readings, and `guanjia analytics` that runs;"
            " figures of seasons take a heating region of the site"
        )
    return words.say(
        "No figure of a period that begins from %(begins)s on and before %(ends)s;"
        " there are some from %(first)s to %(last)s: choose with --year",
        begins=chosen.begins,
        ends=chosen.ends,
        first=known[0],
        last=known[1],
    )


def _print(parts: Iterable[RenderableType]) -> None:
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    console = Console(highlight=False, markup=False, emoji=False, width=width)
    for part in parts:
        console.print(part)
