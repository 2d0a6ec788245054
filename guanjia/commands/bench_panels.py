"""`guanjia bench panels`: what people's questions cost over a year of many institutions."""

import click
from rich.console import Console

from guanjia.bench.panels import bench_panels
from guanjia.commands.bench_folder import bench_folder
from guanjia.commands.bench_report import json_option, print_report


@click.command()
@click.option(
    "--institutions", default=100, show_default=True, type=click.IntRange(1, 999), help="Each has ten meters."
)
@json_option
def command(institutions: int, as_json: bool) -> None:
    """Ask every panel over a year of data, cold and warm, and a year of one meter by REST."""
    console = Console(stderr=True)
    with bench_folder() as folder:
        report = bench_panels(folder, institutions, console.print)
    print_report(report, as_json)
