"""How a measurement is printed, and the option that chooses."""

import click
from rich.console import Console

from guanjia.bench.report import Report

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")


def print_report(report: Report, as_json: bool) -> None:
    """Print a report as one JSON object or as tables."""
    if as_json:
        click.echo(report.as_json().decode(), nl=False)
    else:
        report.print(Console())
