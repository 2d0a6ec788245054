"""`guanjia bench detect`: labelled leaks and unusual days."""

import click
from rich.console import Console

from config.settings import read_settings
from guanjia.bench.detect import Ingredients, bench_detect
from guanjia.bench.detect_anomalies import shipped_rule
from guanjia.calendar_files import calendar_folder, read_calendar
from guanjia.commands.bench_report import json_option, print_report
from guanjia.commands.scenario_files import read_scenario


@click.command()
@click.option("--seeds", default=20, show_default=True, type=click.IntRange(1), help="How many are judged.")
@click.option(
    "--first-seed",
    default=1,
    show_default=True,
    type=click.IntRange(0),
    help="The first of them; detection was tuned on seeds from 1001 on.",
)
@json_option
def command(seeds: int, first_seed: int, as_json: bool) -> None:
    """Find labelled leaks and unusual days among faults, swaps and busy nights; no database, no broker."""
    console = Console(stderr=True)
    files = read_scenario("clean")
    calendar = read_calendar(calendar_folder(read_settings()))
    ingredients = Ingredients(files.sites["office"], files.use, calendar, shipped_rule())
    report = bench_detect(ingredients, range(first_seed, first_seed + seeds), console.print)
    print_report(report, as_json)
