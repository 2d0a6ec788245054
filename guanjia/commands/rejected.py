"""`guanjia rejected`: what could not be stored, and trying it again."""

import getpass
from datetime import UTC, datetime

import click
import psycopg

from config.settings import read_settings
from guanjia.printable import printable
from ingest.replaying import replay as replay_rejected
from models.errors import GuanjiaError
from models.refusals import Reason
from storage.database import connect
from storage.rejections import open_rejected, rejected, rejected_lines

_REASONS = click.Choice([reason.value for reason in Reason])


@click.group("rejected")
def command() -> None:
    """Look at messages that could not be stored, and try them again.

    Nothing that arrives is thrown away: a message, or the part of it that is refused, is kept with the
    reason. When the cause is mended, say a device was missing in the registry, `replay` stores it.
    """


@command.command("list")
@click.option("--reason", type=_REASONS, help="Only refusals of this reason.")
@click.option("--all", "settled", is_flag=True, help="Also those that were replayed since.")
@click.option("--rows", default=20, show_default=True, type=click.IntRange(1, 10_000))
def list_(reason: str | None, settled: bool, rows: int) -> None:
    """List refusals, newest first."""
    with _connect() as connection:
        lines = rejected_lines(connection, reason=reason, settled=settled, rows=rows)
    for line in lines:
        readings = f"{line.readings} readings" if line.readings else "no reading"
        settled_at = ", replayed since" if line.replayed_at else ""
        at = line.received_at.isoformat(timespec="seconds")
        click.echo(f"{line.id}  {at}  {line.reason}, {readings}{settled_at}  {printable(line.topic)}")
        click.echo(f"    {printable(line.detail)}")
    if not lines:
        click.echo("nothing is refused")


@command.command()
@click.argument("rejected_id", metavar="ID", type=int)
def show(rejected_id: int) -> None:
    """Show one refused message whole, its payload as it arrived."""
    with _connect() as connection:
        row = rejected(connection, rejected_id)
    if row is None:
        raise GuanjiaError(f"there is no refusal {rejected_id}; `guanjia rejected list` names them")
    click.echo(f"received  {row.received_at.isoformat()}")
    click.echo(f"topic     {printable(row.topic)}")
    click.echo(f"reason    {row.reason}: {printable(row.detail)}")
    by = f", by {printable(row.replayed_by)}" if row.replayed_by else ""
    click.echo(f"replayed  {row.replayed_at.isoformat() + by if row.replayed_at else 'no'}")
    click.echo(printable(bytes(row.payload).decode("utf-8", "backslashreplace"), keep="\n\t"))


@command.command()
@click.argument("ids", metavar="[ID]...", nargs=-1, type=int)
@click.option("--reason", type=_REASONS, help="All open refusals of this reason.")
@click.option("--by", "author", default=getpass.getuser, show_default="you", help="Who does it.")
def replay(ids: tuple[int, ...], reason: str | None, author: str) -> None:
    """Try refused messages again, by number or by reason, as the registry is now."""
    if not ids and reason is None:
        raise click.UsageError("name refusals by ID, or give --reason")
    readings = settled = open_ = 0
    with _connect() as connection:
        chosen = open_rejected(connection, reason=reason, ids=ids or None)
        for outcome in replay_rejected(connection, chosen, datetime.now(UTC), author):
            readings += outcome.readings
            settled += outcome.still is None
            open_ += outcome.still is not None
            again = (outcome.still, *outcome.others) if outcome.still else outcome.others
            for refusal in again:
                click.echo(f"{outcome.id}  {refusal.reason}: {printable(refusal.detail)}")
    click.echo(f"{settled} settled, {readings} readings stored, {open_} refused again")


def _connect() -> psycopg.Connection:
    return connect(read_settings().database, application="guanjia-rejected")
