"""`guanjia vehicles board`: the dispatcher's board."""

from datetime import UTC, datetime

import click
from rich.console import Console

from config.settings import read_settings
from dashboards.board import board
from guanjia.commands.language import lang_option
from guanjia.fence_files import fence_folder, read_fences
from guanjia.translations import translations
from guanjia.vehicles.section_tables import section_table
from guanjia.words import Words
from models.registry import Language
from storage.database import connect
from storage.rows import Rows


@click.command("board")
@lang_option
def command(lang: Language) -> None:
    """Show who and what is here, what is planned today, and what was wrong last night."""
    settings, console, words = read_settings(), Console(), Words(translations()[lang])
    fences = tuple(read_fences(fence_folder(settings)).values())
    with connect(settings.database, application="guanjia-vehicles") as connection:
        found = board(Rows(connection), fences, datetime.now(UTC))
    for section in found:
        console.print(section_table(section, words))
