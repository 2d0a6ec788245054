"""`guanjia meters`: meters to and from Excel."""

import getpass
import sys
from pathlib import Path

import click
import psycopg

from config.settings import read_settings
from guanjia.printable import printable
from guanjia.quality.meter_book import MeterBook
from models.errors import ConfigError
from models.identity import Identity, Right
from models.quality import MeterImport, RegistryLine
from storage.database import connect


@click.group("meters")
def command() -> None:
    """Write all meters to an Excel sheet, and take them in again: one row a physical meter in place."""


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--site", help="Only the meters of one site.")
def export_command(file: Path, site: str | None) -> None:
    """Write meters to FILE, an .xlsx; taking it in again changes nothing."""
    if file.suffix.lower() != ".xlsx":
        raise ConfigError(f"{file}: name an .xlsx file")
    content = _book("").exported(site)
    try:
        with file.open("xb") as stream:
            stream.write(content)
    except FileExistsError as error:
        raise ConfigError(f"{file} is there already: delete it, or give another name") from error
    except OSError as error:
        raise ConfigError(f"{file} cannot be written: {error.strerror}") from error
    click.echo(f"wrote {file}")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--by", "author", default=getpass.getuser, show_default="you", help="Who does it.")
def import_command(file: Path, author: str, *, dry_run: bool) -> None:
    """Take in the meters of FILE, an .xlsx: all of them, or none where one has a mistake."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}") from error
    done = _book(author).imported(str(file), content, dry_run=dry_run)
    if done.mistakes:
        for mistake in done.mistakes:
            click.echo(printable(str(mistake)), err=True)
        click.echo(f"nothing was taken in: {len(done.mistakes)} to correct", err=True)
        sys.exit(1)
    for line in done.changes:
        click.echo(printable(_line(line)))
    for notice in done.notices:
        click.echo(f"look at this: {printable(notice)}")
    click.echo(_outcome(done))


def _outcome(done: MeterImport) -> str:
    if not done.changes:
        return f"nothing to change: revision {done.revision} is what the sheet says"
    if not done.is_done:
        return f"dry run, nothing was changed; it would be {len(done.changes)} changes"
    return f"revision {done.revision}: {len(done.changes)} changes; {done.stale_hours} hours to compute again"


def _line(line: RegistryLine) -> str:
    what = f"{line.kind} {line.subject} {line.code} {line.name}".rstrip()
    if line.field:
        return f"{what}: {line.field} {line.before or 'unset'} -> {line.after or 'unset'}"
    return f"{what} {line.after}".rstrip()


def _book(author: str) -> MeterBook:
    settings = read_settings()

    def connection() -> psycopg.Connection:
        return connect(settings.database, application="guanjia-meters")

    return MeterBook(connection, Identity(author or "guanjia", frozenset({Right.READ, Right.REGISTRY})))
