"""`guanjia analytics`: turn registers into hours, days, months and figures (docs/reference/indicators.md)."""

import logging
from datetime import UTC, datetime, timedelta

import click

from analytics.vehicles.homes import homes_among
from analytics.worker import CARBON_REGION, Locality, Pace, drain, run
from config.settings import read_settings
from guanjia.calendar_files import calendar_folder, read_calendar
from guanjia.fence_files import fence_folder, read_fences
from guanjia.signals import stop_event
from storage.database import connect

POLL = timedelta(seconds=1)


@click.command
@click.option("--once", is_flag=True, help="Do what there is to do, say how many hours changed, and end.")
@click.option(
    "--grid-region",
    default=CARBON_REGION,
    envvar="GUANJIA_GRID_REGION",
    show_default=True,
    help="Whose grid factor carbon of electricity is computed with: a region of config/factors/grid.yaml.",
)
@click.option(
    "--leaks-every",
    type=click.FloatRange(1),
    default=3600.0,
    show_default=True,
    help="Seconds between two looks at the nights of a site whose hours changed.",
)
def command(once: bool, grid_region: str, leaks_every: float) -> None:
    """Turn registers into hours, days and figures, fixes into trips and outings; run several side by side."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = read_settings()
    url, calendar = settings.database, read_calendar(calendar_folder(settings))
    fences = read_fences(fence_folder(settings))
    locality = Locality(grid_region, homes_among(fences.values()))
    if once:
        hours = drain(lambda: connect(url, application="guanjia-analytics"), _now, calendar, locality)
        click.echo(f"{hours} hours written")
        return
    run(
        lambda: connect(url, application="guanjia-analytics"),
        stop_event(),
        _now,
        Pace(POLL, timedelta(seconds=leaks_every)),
        calendar,
        locality,
    )


def _now() -> datetime:
    return datetime.now(UTC)
