"""`guanjia analytics`: turn registers into hours, days, months and figures (docs/reference/indicators.md)."""

import logging
from datetime import UTC, datetime, timedelta

import click

from analytics.worker import drain, run
from config.settings import read_settings
from guanjia.signals import stop_event
from storage.database import connect

POLL = timedelta(seconds=1)


@click.command
@click.option("--once", is_flag=True, help="Do what there is to do, say how many hours changed, and end.")
def command(once: bool) -> None:
    """Turn registers into hours, days, months and figures; run as many as you like side by side."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    url = read_settings().database
    if once:
        hours = drain(lambda: connect(url, application="guanjia-analytics"), _now)
        click.echo(f"{hours} hours written")
        return
    run(lambda: connect(url, application="guanjia-analytics"), stop_event(), _now, POLL)


def _now() -> datetime:
    return datetime.now(UTC)
