"""`guanjia vehicles file`: all that is known of one vehicle, as a workbook."""

from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

import click

from config.settings import read_settings
from dashboards.vehicle_file import vehicle_file
from dashboards.vehicle_rows import Source, registrations
from guanjia.commands.language import lang_option
from guanjia.translations import translations
from guanjia.vehicles.workbook import vehicle_workbook
from guanjia.whole_files import whole_file
from guanjia.words import Words
from models.errors import GuanjiaError
from models.registry import Language
from storage.database import connect
from storage.rows import Rows


@click.command("file")
@click.argument("plate")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="PLATE-YEAR.xlsx unless given.")
@click.option("--year", type=click.IntRange(1990, 2999), help="This year unless given.")
@lang_option
def command(plate: str, out: Path | None, year: int | None, lang: Language) -> None:
    """Write the file of the vehicle PLATE (一车一档): what it is, what is due, what it drove and cost."""
    now = datetime.now(UTC)
    asked = now.astimezone().year if year is None else year
    with connect(read_settings().database, application="guanjia-vehicles") as connection:
        source = Rows(connection)
        found = vehicle_file(source, plate, asked, now)
        if found is None:
            raise GuanjiaError(_unknown(source, plate))
    file = out or Path(f"{plate}-{asked}.xlsx")
    with whole_file(file) as partial:
        partial.write_bytes(vehicle_workbook(found, Words(translations()[lang])))
    click.echo(f"wrote the file of {plate} to {file}", err=True)


def _unknown(source: Source, plate: str) -> str:
    plates = [vehicle.plate for vehicle in registrations(source)]
    near = get_close_matches(plate, plates, n=3, cutoff=0.5)
    remedy = f"is it {' or '.join(near)}?" if near else "`guanjia registry apply` loads vehicles"
    return f"no vehicle {plate!r} in the registry: {remedy}"
