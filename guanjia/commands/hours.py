"""`guanjia hours`: turn register files into hours, without a database (docs/how-to/hours.md)."""

import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypedDict, Unpack
from zoneinfo import ZoneInfo

import click

from analytics.accounts import Account
from config.settings import read_settings
from guanjia.calendar_files import calendar_folder, read_calendar
from guanjia.commands.sending import instant
from guanjia.commands.zones import zone_of
from guanjia.hours_files import installations_file, readings_file
from guanjia.hours_files.admission import Admitted, admitted
from guanjia.hours_files.computing import account_of
from guanjia.hours_files.report import refusal_lines, summary_lines
from guanjia.hours_files.shaping import with_shapes
from guanjia.hours_files.writing import write_hours, write_refused, write_set_aside
from guanjia.printable import printable
from guanjia.whole_files import whole_file
from models.calendar import Calendar

_there = click.Path(exists=True, dir_okay=False, path_type=Path)
_path = click.Path(dir_okay=False, path_type=Path)


_READ: Final = ("readings", "installations")
_WRITTEN: Final = ("out", "set_aside", "refused")


class _Options(TypedDict):
    readings: Path
    installations: Path
    out: Path
    set_aside: Path
    refused: Path | None
    now: str | None
    zone: ZoneInfo
    calendar: Path | None


def _calendar(folder: Path | None) -> Calendar:
    return read_calendar(folder or calendar_folder(read_settings()))


@click.command(name="hours")
@click.option("--readings", type=_there, required=True, help="CSV of meter,at,value in order of arrival.")
@click.option("--installations", type=_there, required=True, help="CSV of the physical meters in place.")
@click.option("--out", type=_path, required=True, help="Write the hours to this CSV.")
@click.option("--set-aside", type=_path, required=True, help="Write what is not counted to this CSV.")
@click.option("--refused", type=_path, help="Write every refused row to this CSV.")
@click.option("--now", help="The instant that readings cannot be ahead of; the clock's without it.")
@click.option(
    "--zone", default="UTC", callback=zone_of, help="Time zone whose days shape long gaps; UTC without it."
)
@click.option(
    "--calendar",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the calendar that shapes long gaps; GUANJIA_CALENDAR or config/calendar/ without it.",
)
def command(**options: Unpack[_Options]) -> None:
    """Turn register readings into hourly consumption, from CSV to CSV, without a database.

    A row that cannot be used is refused with its line, a reason and a remedy, and a meter whose installations
    are wrong is left out; the rest goes on. Instants are ISO 8601 with their zone; what is written is UTC.
    """
    began = time.monotonic()
    _refuse_same_files(options)
    now = instant(options["now"], ZoneInfo("UTC"), "--now") or datetime.now(UTC)
    installed = installations_file.read_installations(options["installations"], readings_file.COLUMNS)
    rows = readings_file.read_readings(options["readings"], installations_file.COLUMNS)
    counted = admitted(rows, installed, str(options["installations"]), now)
    for mistake in (*installed.mistakes, *counted.mistakes):
        click.echo(printable(str(mistake)), err=True)
    for line in refusal_lines(str(options["readings"]), counted.refused):
        click.echo(line, err=True)
    account, lacking = with_shapes(
        account_of(counted, installed), options["zone"], _calendar(options["calendar"])
    )
    for lack in lacking:
        click.echo(f"long gaps are spread evenly: {lack}", err=True)
    _write(options, account, counted)
    for line in summary_lines(counted, account, installed.placed, time.monotonic() - began):
        click.echo(line)


def _write(options: _Options, account: Account, counted: Admitted) -> None:
    """Write all files whole before any of them takes the place of an earlier one."""
    with ExitStack() as all_of_them:
        asked = {name: options[name] for name in _WRITTEN}
        written = {
            name: all_of_them.enter_context(whole_file(file))
            for name, file in asked.items()
            if file is not None
        }
        write_hours(written["out"], account.hours, counted.meters)
        write_set_aside(written["set_aside"], account.aside, counted.conflicts, counted.meters)
        if "refused" in written:
            write_refused(written["refused"], counted.refused)


def _refuse_same_files(options: _Options) -> None:
    """Stop before an input is overwritten, or one output by another."""
    seen: dict[Path, str] = {}
    for name in (*_READ, *_WRITTEN):
        file = options[name]
        if file is None or (file.exists() and not file.is_file()):
            continue
        option = f"--{name.replace('_', '-')}"
        other = seen.setdefault(file.resolve(), option)
        if other != option:
            raise click.UsageError(f"{other} and {option} are the same file, {file}: name another one")
