"""`guanjia registry`: load sites, meters, vehicles and quotas from files, and write them to files."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from config.settings import read_settings
from guanjia.calendar_files import calendar_folder, read_calendar
from guanjia.commands.author import author
from guanjia.registry_files.export import export
from guanjia.registry_files.heating import unknown_regions
from guanjia.registry_files.reading import read_files
from guanjia.registry_files.report import report_lines
from models.errors import FileMistakesError
from models.registry_draft.written import WrittenEntry
from storage.database import connect
from storage.registry import apply, current_registry


@click.group()
def command() -> None:
    """Load sites, meters, vehicles and quotas from YAML or Excel files (docs/how-to/registry.md)."""


@command.command("apply")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def apply_command(files: tuple[Path, ...], *, dry_run: bool) -> None:
    """Make the registry what FILES say; what they leave out stays as it is.

    All files together, or none: a mistake is named with its file, line and field. Applying twice
    changes nothing. A meter swap is an edit: write the new installation, and the old one ends where
    the new one begins.
    """
    console = Console(highlight=False, soft_wrap=True)
    try:
        entries = _entries(files)
        with connect(read_settings().database, application="guanjia-registry") as connection:
            applied = apply(connection, entries, dry_run=dry_run, author=author("registry"))
    except FileMistakesError as error:
        for mistake in error.mistakes:
            click.echo(str(mistake), err=True)
        click.echo(f"nothing was applied: {len(error.mistakes)} to correct", err=True)
        sys.exit(1)
    for line in report_lines(applied, dry_run=dry_run):
        console.print(line, markup=False)


def _entries(files: Sequence[Path]) -> list[WrittenEntry]:
    entries = read_files(files)
    if any(entry.values.get("heating") for entry in entries):
        mistakes = list(unknown_regions(entries, read_calendar(calendar_folder(read_settings())).heating))
        if mistakes:
            raise FileMistakesError(mistakes)
    return entries


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--site", help="Which site, where there are several.")
def export_command(file: Path, site: str | None) -> None:
    """Write one site to FILE, a .yaml or an .xlsx; applying it again changes nothing."""
    with connect(read_settings().database, application="guanjia-registry") as connection:
        export(current_registry(connection), file, site)
    click.echo(f"wrote {file}")
