"""`guanjia bench`: measure against ceilings of the same run."""

import click

from guanjia.commands.lazy import LazyGroup, Place

_PLACES = {
    "ingest": Place("guanjia.commands.bench_ingest", "Ceilings of broker and database; ingest end to end"),
    "hours": Place("guanjia.commands.bench_hours", "Compute the hours of a year; then late readings"),
    "alerts": Place("guanjia.commands.bench_alerts", "Judge rules over many meters in one pass"),
    "mail": Place("guanjia.commands.bench_mail", "From a reading's publication until its mail is there"),
    "panels": Place("guanjia.commands.bench_panels", "Ask every panel over a year; a year by REST"),
    "viewers": Place("guanjia.commands.bench_viewers", "The console while many look at it"),
    "vehicles": Place("guanjia.commands.bench_vehicles", "Turn fixes into trips"),
    "gateway": Place("guanjia.commands.bench_gateway", "Hold many vehicle terminals and answer them"),
    "detect": Place("guanjia.commands.bench_detect", "Find labelled leaks and unusual days"),
}


@click.group(cls=LazyGroup, places=_PLACES)
def command() -> None:
    """Measure how near a part comes to what the machine can give; never a test."""
