"""`guanjia access`: which SQL logins see which institutions."""

from collections.abc import Callable

import click
from psycopg import Connection
from rich.console import Console
from rich.table import Table

from config.settings import read_settings
from guanjia.commands.author import author
from guanjia.commands.language import lang_option
from guanjia.translations import translations
from models.errors import GuanjiaError
from models.registry import Language
from storage import access
from storage.access import Sight
from storage.audit import record
from storage.database import connect

_APPLICATION = "guanjia-access"


def _whom(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--places", is_flag=True, help="Also where vehicles of leaders and of enforcement are."),
        click.option("--all", "everything", is_flag=True, help="Every institution."),
        click.option("--institution", metavar="CODE", help="This one and all below it."),
        click.argument("login"),
    ):
        command = option(command)
    return command


@click.group()
def command() -> None:
    """Say which SQL logins see which institutions (docs/how-to/access.md), as the owner of the database.

    People who log in to the console, and tokens of the API, have rights of their own.
    """


@command.command("list")
@lang_option
def list_(lang: Language) -> None:
    """Print which logins see what; superusers, who see everything, are not listed."""
    with connect(read_settings().database, application=_APPLICATION) as connection:
        found = access.sights(connection)
    Console().print(_table(found, translations()[lang].gettext, chinese=lang is Language.ZH_CN))


@command.command()
@_whom
def grant(login: str, institution: str | None, *, everything: bool, places: bool) -> None:
    """Let LOGIN see an institution and all below it in every view of analytics."""
    _check(institution, everything=everything)
    with connect(read_settings().database, application=_APPLICATION) as connection:
        role = access.grant(connection, login, institution, places=places)
        _note(connection, "grant", login, institution, places=places)
    click.echo(f"{login} is a member of {role}")


@command.command()
@_whom
def revoke(login: str, institution: str | None, *, everything: bool, places: bool) -> None:
    """Take from LOGIN what was granted with the same options."""
    _check(institution, everything=everything)
    with connect(read_settings().database, application=_APPLICATION) as connection:
        had_it = access.revoke(connection, login, institution, places=places)
        if had_it:
            _note(connection, "revoke", login, institution, places=places)
    click.echo(f"{login} {'no longer sees' if had_it else 'did not see'} {institution or 'everything'} so")


def _note(connection: Connection, action: str, login: str, institution: str | None, *, places: bool) -> None:
    sight = {"institution": institution or "all", "places": places}
    was, became = (sight, None) if action == "revoke" else (None, sight)
    record(connection, author("access"), action, f"login {login}", was, became)


def _check(institution: str | None, *, everything: bool) -> None:
    if (institution is None) != everything:
        raise GuanjiaError("say either --institution CODE or --all")


def _table(found: list[Sight], say: Callable[[str], str], *, chinese: bool) -> Table:
    table = Table(say("login"), say("sees"), say("places of guarded vehicles"), say("database role"))
    for seen in found:
        places = say("places seen") if seen.places else say("places hidden")
        table.add_row(seen.login, _sees(seen, say, chinese=chinese), places, seen.role)
    return table


def _sees(seen: Sight, say: Callable[[str], str], *, chinese: bool) -> str:
    if seen.institution is None:
        return say("every institution")
    name = seen.institution_name if chinese else seen.institution_name_en or seen.institution_name
    return f"{name} ({seen.institution})"
