"""`guanjia bench vehicles`: fixes to trips."""

import click
from rich.console import Console

from guanjia.bench.vehicles import Fleet, bench_vehicles
from guanjia.commands.bench_report import json_option, print_report


@click.command()
@click.option("--vehicles", default=200, show_default=True, type=click.IntRange(1), help="Vehicles driven.")
@click.option("--days", default=30, show_default=True, type=click.IntRange(1), help="Days of each.")
@click.option(
    "--every", default=10, show_default=True, type=click.IntRange(1, 60), help="Seconds between fixes."
)
@json_option
def command(vehicles: int, days: int, every: int, as_json: bool) -> None:
    """Turn the fixes of many vehicles into trips on one core, beside the plainest sum of distances."""
    console = Console(stderr=True)
    report = bench_vehicles(Fleet(vehicles, days, every), console.print)
    print_report(report, as_json)
