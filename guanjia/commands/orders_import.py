"""`guanjia orders import`: orders come in from a CSV file."""

from pathlib import Path

import click

from guanjia.commands.order_book import Given, book, by_option, end_with
from guanjia.dispatch.importing import import_orders


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--institution", help="Whose orders: of lines that do not say it.")
@by_option
@click.pass_obj
def command(given: Given, file: Path, institution: str | None, author: str) -> None:
    """Enter the orders of a CSV file, UTF-8 or GB18030; a bad line is named, and the rest goes in."""
    with book() as opened:
        done = import_orders(opened, file, institution, author)
    click.echo(
        given.words.say("%(new)s orders are new, %(known)s were there", new=done.entered, known=done.known)
    )
    end_with(done.mistakes)
