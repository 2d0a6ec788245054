"""`guanjia calendar`: which days people work and when buildings are heated (docs/reference/calendar.md)."""

from calendar import month_abbr
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from config.settings import read_settings
from guanjia.calendar_files import calendar_folder, read_calendar
from models.calendar import Calendar, DayKind, NamedDay, years_of_notices

_folder = click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of workdays.yaml and heating.yaml; GUANJIA_CALENDAR or config/calendar/ unless given.",
)


@click.group()
def command() -> None:
    """Show the workdays, holidays and heating seasons that figures and rules go by."""


@command.command()
@click.argument("year", type=click.IntRange(1949, 2999))
@click.option("--region", help="Also the heating season that begins in YEAR, of this region.")
@_folder
def show(year: int, region: str | None, folder: Path | None) -> None:
    """Show the workdays of each month of YEAR, its holidays and its make-up workdays."""
    calendar = _calendar(folder)
    console = Console(highlight=False)
    console.print(_months(calendar, year))
    console.print(_named(calendar, year))
    if region is not None:
        for season in calendar.seasons(region, date(year, 7, 1), date(year + 1, 7, 1)):
            days = (season.end - season.begin).days
            click.echo(f"heated: {season.begin} up to, without, {season.end} ({days} days)")
            click.echo(f"  {season.status}: {season.source}")


@command.command()
@_folder
def check(folder: Path | None) -> None:
    """Read the calendar and say which years and heating seasons it knows; name every mistake."""
    calendar = _calendar(folder)
    first, last = years_of_notices()
    click.echo(f"calendar: {calendar.folder}")
    click.echo(f"workdays: {first} to {last} by the State Council's notices (chinesecalendar)")
    click.echo(f"  years written by hand: {', '.join(map(str, sorted(calendar.years))) or 'none'}")
    click.echo(f"  single days written by hand: {len(calendar.days)}")
    for region, seasons in calendar.heating.items():
        click.echo(f"heating: {region}, seasons {seasons[0].year} to {seasons[-1].year}")


def _calendar(folder: Path | None) -> Calendar:
    return read_calendar(folder or calendar_folder(read_settings()))


def _months(calendar: Calendar, year: int) -> Table:
    table = Table("month", "days", "workdays", "rest days", title=str(year))
    for month in range(1, 13):
        begin = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1)
        days, workdays = (after - begin).days, calendar.workdays(begin, after)
        table.add_row(month_abbr[month], str(days), str(workdays), str(days - workdays))
    begin, after = date(year, 1, 1), date(year + 1, 1, 1)
    days, workdays = (after - begin).days, calendar.workdays(begin, after)
    table.add_row("year", str(days), str(workdays), str(days - workdays), style="bold")
    return table


def _named(calendar: Calendar, year: int) -> Table:
    """Return a table with a row for each holiday: its days off, and the days worked for it."""
    holidays: dict[str, list[NamedDay]] = {}
    for named in calendar.named_days(year):
        holidays.setdefault(named.name, []).append(named)
    table = Table("holiday", "days off", "make-up workdays")
    for name, days in holidays.items():
        table.add_row(name, _spoken(days, DayKind.REST), _spoken(days, DayKind.WORKDAY))
    return table


def _spoken(days: list[NamedDay], kind: DayKind) -> str:
    return " ".join(f"{named.day:%m-%d}" for named in days if named.kind is kind)
