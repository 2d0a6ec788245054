"""`guanjia vehicles export`: trips, stops, outings or days as a file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import psycopg

from config.settings import read_settings
from guanjia.commands.dates import DAY
from guanjia.export.destination import whole
from guanjia.export.driven import schema, write_csv, write_parquet
from models.errors import GuanjiaError
from storage.database import connect
from storage.export import one_moment
from storage.vehicle_export import Driven, columns, rows

_BATCH = 50_000


class _Kind(StrEnum):
    PARQUET = "parquet"
    CSV = "csv"


@click.command("export")
@click.argument("what", type=click.Choice([each.value for each in Driven]))
@click.option("--from", "begin", type=DAY, required=True, help="First local day.")
@click.option("--to", "end", type=DAY, required=True, help="First day that is left out.")
@click.option("--format", "kind", type=click.Choice([kind.value for kind in _Kind]), required=True)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file.")
@click.option("--vehicle", "plates", multiple=True, help="Only this plate; may be given again.")
@click.option(
    "--bom", is_flag=True, help="CSV as Excel reads it: byte order mark, no text that is a formula."
)
@click.option("--overwrite", is_flag=True, help="Replace what an earlier export wrote there.")
def command(  # noqa: PLR0913
    *,
    what: str,
    begin: datetime,
    end: datetime,
    kind: str,
    out: Path,
    plates: tuple[str, ...],
    bom: bool,
    overwrite: bool,
) -> None:
    """Write trips, stops, outings or days of vehicles to Parquet or CSV.

    What touches a day of the span is in it whole, so that any span gives the same rows. Places that the
    login may not see are empty.
    """
    if end <= begin:
        raise GuanjiaError(f"--to {end:%Y-%m-%d} is not after --from {begin:%Y-%m-%d}: it is left out itself")
    chosen = Driven(what)
    about = {
        "guanjia_version": version("guanjia"),
        "exported_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "period_from": f"{begin:%Y-%m-%d}",
        "period_to": f"{end:%Y-%m-%d}",
    }
    with (
        whole(out, overwrite=overwrite) as file,
        connect(read_settings().database, application="guanjia-export") as connection,
        one_moment(connection),
    ):
        fields = schema(columns(connection, chosen), about)
        with rows(connection, chosen, (begin.date(), end.date()), plates or None) as cursor:
            if kind == _Kind.PARQUET:
                count = write_parquet(file, fields, _batches(cursor))
            else:
                count = write_csv(file, fields, _batches(cursor), for_excel=bom)
    click.echo(f"{count} {what}, {begin:%Y-%m-%d} to {end:%Y-%m-%d}: {out}")


def _batches(cursor: psycopg.ServerCursor[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := cursor.fetchmany(_BATCH):
        yield batch
