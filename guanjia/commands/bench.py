"""`guanjia bench`: measure against ceilings of the same run."""

import tempfile
from datetime import timedelta
from pathlib import Path

import click
from rich.console import Console

from config.settings import read_settings
from guanjia.bench.alerts import bench_alerts
from guanjia.bench.detect import Ingredients, bench_detect
from guanjia.bench.detect_anomalies import shipped_rule
from guanjia.bench.hours import bench_hours
from guanjia.bench.ingest import Size, bench_ingest
from guanjia.bench.mailing import bench_mail
from guanjia.bench.registers import Extent
from guanjia.bench.report import Report
from guanjia.calendar_files import calendar_folder, read_calendar
from guanjia.commands.scenario_files import read_scenario

_DIVIDES_THE_HOUR = click.Choice(["1", "5", "10", "15", "30", "60"])


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
    _print(report, as_json)


@command.command()
@click.option("--meters", default=1_000, show_default=True, type=click.IntRange(10), help="Meters read.")
@click.option("--days", default=365, show_default=True, type=click.IntRange(2), help="Days they are read.")
@click.option(
    "--interval", default="15", show_default=True, type=_DIVIDES_THE_HOUR, help="Minutes between readings."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
def hours(meters: int, days: int, interval: str, as_json: bool) -> None:
    """Compute the hours of a year from scratch, beside the plainest statement; then late readings."""
    console = Console(stderr=True)
    extent = Extent(meters, days, timedelta(minutes=int(interval)))
    with tempfile.TemporaryDirectory(prefix="guanjia-bench-") as folder:
        report = bench_hours(Path(folder), extent, console.print)
    _print(report, as_json)


@command.command()
@click.option("--meters", default=10_000, show_default=True, type=click.IntRange(100), help="Meters watched.")
@click.option(
    "--rules", default=20, show_default=True, type=click.IntRange(1), help="Rules judged in a pass."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
def alerts(meters: int, rules: int, as_json: bool) -> None:
    """Judge rules of every kind over many meters in one pass, and count the queries."""
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="guanjia-bench-") as folder:
        report = bench_alerts(Path(folder), meters, rules, console.print)
    _print(report, as_json)


@command.command()
@click.option(
    "--readings", default=100, show_default=True, type=click.IntRange(1, 900), help="How many are published."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
def mail(readings: int, as_json: bool) -> None:
    """From a reading's publication until the mail server has the mail about it, through everything."""
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="guanjia-bench-") as folder:
        report = bench_mail(Path(folder), readings, console.print)
    _print(report, as_json)


@command.command()
@click.option("--seeds", default=20, show_default=True, type=click.IntRange(1), help="How many are judged.")
@click.option(
    "--first-seed",
    default=1,
    show_default=True,
    type=click.IntRange(0),
    help="The first of them; detection was tuned on seeds from 1001 on.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
def detect(seeds: int, first_seed: int, as_json: bool) -> None:
    """Find labelled leaks and unusual days among faults, swaps and busy nights; no database, no broker."""
    console = Console(stderr=True)
    files = read_scenario("clean")
    calendar = read_calendar(calendar_folder(read_settings()))
    ingredients = Ingredients(files.sites["office"], files.use, calendar, shipped_rule())
    report = bench_detect(ingredients, range(first_seed, first_seed + seeds), console.print)
    _print(report, as_json)


def _print(report: Report, as_json: bool) -> None:
    if as_json:
        click.echo(report.as_json().decode(), nl=False)
    else:
        report.print(Console())
