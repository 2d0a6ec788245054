"""`guanjia bench viewers`: the console while many look."""

import click
from rich.console import Console

from guanjia.bench.viewers import Size, bench_viewers
from guanjia.commands.bench_folder import bench_folder
from guanjia.commands.bench_report import json_option, print_report


@click.command()
@click.option(
    "--institutions", default=100, show_default=True, type=click.IntRange(1, 999), help="Each has ten meters."
)
@click.option(
    "--viewers", default=50, show_default=True, type=click.IntRange(1, 1000), help="Who look at a time."
)
@click.option("--seconds", default=60, show_default=True, type=click.IntRange(10), help="How long they look.")
@click.option(
    "--opens",
    default=10,
    show_default=True,
    type=click.IntRange(1),
    help="How often a browser opens the page.",
)
@json_option
def command(institutions: int, viewers: int, seconds: int, opens: int, as_json: bool) -> None:
    """Open the overview in Chromium, then have many viewers load a page every 10 s each."""
    console = Console(stderr=True)
    with bench_folder() as folder:
        size = Size(institutions, viewers, float(seconds), opens)
        report = bench_viewers(folder, size, console.print)
    print_report(report, as_json)
