"""`guanjia bench`: measure against ceilings of the same run."""

import tempfile
from pathlib import Path

import click
from rich.console import Console

from guanjia.bench.ingest import Size, bench_ingest


@click.group()
def command() -> None:
    """Measure how near a part comes to what the machine can give; never a test."""


@command.command()
@click.option(
    "--messages", default=200_000, show_default=True, type=click.IntRange(1_000), help="A run's size."
)
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1), help="Medians are printed.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
def ingest(messages: int, rounds: int, as_json: bool) -> None:
    """Ceilings of broker, paho and database, and the ingest worker end to end."""
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="guanjia-bench-") as folder:
        report = bench_ingest(Path(folder), Size(messages, rounds), console.print)
    if as_json:
        click.echo(report.as_json().decode(), nl=False)
    else:
        report.print(Console())
