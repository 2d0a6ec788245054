"""`guanjia bench gateway`: how many terminals the JT/T 808 gateway holds, and how fast it answers."""

import tempfile
from pathlib import Path

import click
from rich.console import Console

from guanjia.bench.gateway import Size, bench_gateway
from guanjia.commands.bench_report import json_option, print_report


@click.command()
@click.option(
    "--connections",
    default=10_000,
    show_default=True,
    type=click.IntRange(200, 25_000),
    help="Terminals that are connected at a time.",
)
@json_option
def command(connections: int, as_json: bool) -> None:
    """Hold terminals of JT/T 808 on loopback, and answer their reports through the broker."""
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="guanjia-bench-") as folder:
        report = bench_gateway(Path(folder), Size(connections), console.print)
    print_report(report, as_json)
