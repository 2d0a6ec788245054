"""`guanjia bench alerts`: rules of every kind over many meters."""

import click
from rich.console import Console

from guanjia.bench.alerts import bench_alerts
from guanjia.commands.bench_folder import bench_folder
from guanjia.commands.bench_report import json_option, print_report


@click.command()
@click.option("--meters", default=10_000, show_default=True, type=click.IntRange(100), help="Meters watched.")
@click.option(
    "--rules", default=20, show_default=True, type=click.IntRange(1), help="Rules judged in a pass."
)
@json_option
def command(meters: int, rules: int, as_json: bool) -> None:
    """Judge rules of every kind over many meters in one pass, and count the queries."""
    console = Console(stderr=True)
    with bench_folder() as folder:
        report = bench_alerts(folder, meters, rules, console.print)
    print_report(report, as_json)
