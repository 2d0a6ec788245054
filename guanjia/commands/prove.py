"""`guanjia prove`: what meters used is what their registers turned, meter by meter (docs/how-to/prove.md)."""

import time

import click
import orjson
from rich.console import Console

from config.settings import read_settings
from guanjia.export.selection import Selection, selected
from guanjia.proof.proving import proofs
from guanjia.proof.report import document, sentence, table, tallied, told
from models.errors import GuanjiaError
from storage.database import connect
from storage.export import exported_meters

_WIDTH = 180


@click.command("prove")
@click.option("--site", help="Only this site.")
@click.option("--meter", help="Only this measuring point.")
@click.option("--json", "is_json", is_flag=True, help="Print everything as JSON.")
def command(site: str | None, meter: str | None, is_json: bool) -> None:
    """Prove that hours and steps set aside come to what the registers turned, from the readings anew.

    For each physical meter: its first and last believed register, its multiplier, and how often it wrapped.
    Fails, naming the meter, where more than rounding is left over. It needs no more than a reader's login.
    """
    with connect(read_settings().database, application="guanjia-prove", autocommit=True) as connection:
        meters = selected(exported_meters(connection), Selection(site=site, meter=meter))
        found = proofs(connection, meters, lambda pause: time.sleep(pause.total_seconds()))
    tally = tallied(found)
    if is_json:
        click.echo(orjson.dumps(document(found, tally), option=orjson.OPT_INDENT_2))
    else:
        # a narrow terminal wraps the lines: figures that are cut off prove nothing
        Console(highlight=False, width=_WIDTH).print(table(found))
        click.echo(sentence(tally))
    if tally.failed:
        raise GuanjiaError(told(tally.failed))
