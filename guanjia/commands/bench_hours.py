"""`guanjia bench hours`: the hours of a year, and late readings."""

from datetime import timedelta

import click
from rich.console import Console

from guanjia.bench.hours import bench_hours
from guanjia.bench.registers import Extent
from guanjia.commands.bench_folder import bench_folder
from guanjia.commands.bench_report import json_option, print_report

_DIVIDES_THE_HOUR = click.Choice(["1", "5", "10", "15", "30", "60"])


@click.command()
@click.option("--meters", default=1_000, show_default=True, type=click.IntRange(10), help="Meters read.")
@click.option("--days", default=365, show_default=True, type=click.IntRange(2), help="Days they are read.")
@click.option(
    "--interval", default="15", show_default=True, type=_DIVIDES_THE_HOUR, help="Minutes between readings."
)
@json_option
def command(meters: int, days: int, interval: str, as_json: bool) -> None:
    """Compute the hours of a year from scratch, beside the plainest statement; then late readings."""
    console = Console(stderr=True)
    extent = Extent(meters, days, timedelta(minutes=int(interval)))
    with bench_folder() as folder:
        report = bench_hours(folder, extent, console.print)
    print_report(report, as_json)
