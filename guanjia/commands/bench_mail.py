"""`guanjia bench mail`: from a reading to the mail about it."""

import click
from rich.console import Console

from guanjia.bench.mailing import bench_mail
from guanjia.commands.bench_folder import bench_folder
from guanjia.commands.bench_report import json_option, print_report


@click.command()
@click.option(
    "--readings", default=100, show_default=True, type=click.IntRange(1, 900), help="How many are published."
)
@json_option
def command(readings: int, as_json: bool) -> None:
    """From a reading's publication until the mail server has the mail about it, through everything."""
    console = Console(stderr=True)
    with bench_folder() as folder:
        report = bench_mail(folder, readings, console.print)
    print_report(report, as_json)
