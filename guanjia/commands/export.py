"""`guanjia export`: hours, days or months as Parquet, CSV or Excel (docs/how-to/pandas.md)."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TypedDict, Unpack

import click
import psycopg
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from config.settings import read_settings
from guanjia.commands.dates import DAY
from guanjia.export.destination import whole
from guanjia.export.formats import CsvFile, Format, ParquetFolder
from guanjia.export.period import checked_period
from guanjia.export.run import export, parts
from guanjia.export.selection import Selection, selected, topmost
from guanjia.export.statistics import StatisticsRow, statistics
from guanjia.export.workbook import ExcelFile
from models.day_span import DaySpan
from models.errors import GuanjiaError
from models.registry import Medium
from storage.database import connect
from storage.export import (
    ExportedMeter,
    Grain,
    exported_meters,
    extent,
    occupancies,
    one_moment,
    use_by_month,
)


class _Kind(StrEnum):
    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"


class _Options(TypedDict):
    begin: datetime
    end: datetime
    grain: str
    kind: str
    out: Path
    site: str | None
    institution: str | None
    medium: str | None
    meter: str | None
    bom: bool
    overwrite: bool


@click.command
@click.option("--from", "begin", type=DAY, required=True, help="First day, on each site's own calendar.")
@click.option("--to", "end", type=DAY, required=True, help="First day that is left out.")
@click.option("--grain", type=click.Choice([grain.value for grain in Grain]), required=True)
@click.option("--format", "kind", type=click.Choice([kind.value for kind in _Kind]), required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="File, or folder for Parquet.")
@click.option("--site", help="Only this site.")
@click.option("--institution", help="Only this institution.")
@click.option("--medium", type=click.Choice([medium.value for medium in Medium]), help="Only this medium.")
@click.option("--meter", help="Only this measuring point.")
@click.option(
    "--bom", is_flag=True, help="CSV as Excel reads it: byte order mark, no names that are formulas."
)
@click.option("--overwrite", is_flag=True, help="Replace what an earlier export wrote there.")
def command(**options: Unpack[_Options]) -> None:
    """Write consumption to Parquet (a folder by month and quantity), CSV or Excel.

    The file appears whole or not at all. All of it is of one moment, however long it takes.
    """
    grain = Grain(options["grain"])
    period = checked_period(options["begin"].date(), options["end"].date(), grain)
    selection = Selection(options["site"], options["institution"], options["medium"], options["meter"])
    with (
        whole(options["out"], overwrite=options["overwrite"]) as file,
        connect(read_settings().database, application="guanjia-export") as connection,
        one_moment(connection),
    ):
        meters = selected(exported_meters(connection), selection)
        about = _about(period, grain, selection)
        wanted = list(parts(period, grain, meters))

        def to() -> Format:
            rows = _statistics(connection, period, selection, meters) if options["kind"] == _Kind.XLSX else []
            return _file(file, options, about, rows)

        with _progress(len(wanted)) as tell:
            rows = export(connection, grain, wanted, to, tell)
        if not rows:
            raise GuanjiaError(_nothing(connection, period, selection, meters))
    click.echo(f"{rows} {grain}s of {len(meters)} meters, {period}: {options['out']}")


def _about(period: DaySpan, grain: Grain, selection: Selection) -> dict[str, str]:
    return {
        "guanjia_version": version("guanjia"),
        "exported_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "period_from": period.start.isoformat(),
        "period_to": period.end.isoformat(),
        "period": "days of each site's own calendar; period_to is the first that is left out",
        "grain": grain.value,
        "selection": str(selection),
    }


def _file(file: Path, options: _Options, about: Mapping[str, str], rows: list[StatisticsRow]) -> Format:
    match _Kind(options["kind"]):
        case _Kind.PARQUET:
            return ParquetFolder(file, Grain(options["grain"]), about)
        case _Kind.CSV:
            return CsvFile(file, for_excel=options["bom"])
        case _Kind.XLSX:
            return ExcelFile(file, rows, [f"{name}: {value}" for name, value in about.items()])


def _statistics(
    connection: psycopg.Connection, period: DaySpan, selection: Selection, meters: list[ExportedMeter]
) -> list[StatisticsRow]:
    if not selection.is_of_whole_institutions:
        return []
    counted = [meter.meter_id for meter in topmost(meters)]
    used = use_by_month(connection, counted, period.start, period.end)
    return statistics(period, used, occupancies(connection, period.start, period.end))


def _nothing(
    connection: psycopg.Connection, period: DaySpan, selection: Selection, meters: list[ExportedMeter]
) -> str:
    days = extent(connection, [meter.meter_id for meter in meters])
    there = "no consumption at all yet" if days is None else f"consumption from {days[0]} to {days[1]}"
    return f"nothing to export: {selection}, from {period}; there is {there}"


@contextmanager
def _progress(total: int) -> Generator[Callable[[int], None]]:
    bar = Progress(
        TextColumn("export"),
        BarColumn(),
        TextColumn("{task.fields[rows]} rows"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    task = bar.add_task("export", total=total, rows=0)
    with bar:
        yield lambda rows: bar.update(task, advance=1, rows=rows)
