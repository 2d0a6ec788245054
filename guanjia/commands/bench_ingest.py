"""`guanjia bench ingest`: what the broker, paho and the database give, and the ingest worker."""

import click
from rich.console import Console

from guanjia.bench.ingest import Size, bench_ingest
from guanjia.commands.bench_folder import bench_folder
from guanjia.commands.bench_report import json_option, print_report


@click.command()
@click.option(
    "--messages", default=200_000, show_default=True, type=click.IntRange(1_000), help="A run's size."
)
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1), help="Medians are printed.")
@json_option
def command(messages: int, rounds: int, as_json: bool) -> None:
    """Ceilings of broker, paho and database, and the ingest worker end to end."""
    console = Console(stderr=True)
    with bench_folder() as folder:
        report = bench_ingest(folder, Size(messages, rounds), console.print)
    print_report(report, as_json)
