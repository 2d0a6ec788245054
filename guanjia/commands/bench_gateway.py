"""`guanjia bench gateway`: how many terminals the JT/T 808 gateway holds, and how fast it answers."""

import click
from rich.console import Console

from guanjia.bench.gateway import Size, bench_gateway
from guanjia.commands.bench_folder import bench_folder
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
    with bench_folder() as folder:
        report = bench_gateway(folder, Size(connections), console.print)
    print_report(report, as_json)
