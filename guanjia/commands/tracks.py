"""`guanjia tracks`: the trips and stops of a track in a file, without a database."""

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import orjson
from rich.console import Console

from analytics.vehicles.movement import movement
from guanjia.commands.language import lang_option
from guanjia.commands.zones import zone_of
from guanjia.printable import printable
from guanjia.track_files.read import read_track
from guanjia.track_files.told import document, tables, told
from guanjia.translations import translations
from guanjia.words import Words
from models.registry import Language

_PIPE_WIDTH = 160


@click.command(name="tracks")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables; instants are UTC.")
@click.option("--zone", default="Asia/Shanghai", callback=zone_of, help="Time zone of the tables.")
@lang_option
def command(*, file: Path, as_json: bool, zone: ZoneInfo, lang: Language) -> None:
    """Turn the track of one vehicle in FILE, GPX or CSV, into trips and stops.

    A CSV has the columns at, lon, lat, and speed_kmh, satellites, ignition, odometer_km where they are known.
    A row that cannot be used is named with its line and left out; the rest goes on.
    """
    read = read_track(file)
    for mistake in read.mistakes:
        click.echo(printable(str(mistake)), err=True)
    whole = told(movement(read.track))
    if as_json:
        click.echo(orjson.dumps(document(whole), option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z).decode())
        return
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    for table in tables(whole, Words(translations()[lang]), zone):
        console.print(table)
