"""`guanjia users`: who may log in to the console."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import click
import psycopg
from rich.console import Console
from rich.table import Table

from config.settings import read_settings
from guanjia.commands.author import author
from guanjia.commands.language import LANGUAGES, lang_option
from guanjia.printable import printable
from guanjia.translations import translations
from guanjia.words import Words
from models.accounts import Account, Kind
from models.identity import Right
from models.registry import Language
from storage import accounts, sessions
from storage.access import ensure_role
from storage.accounts import NewAccount
from storage.audit import record
from storage.database import connect
from storage.passwords import random_password

_KIND = click.Choice([kind.value for kind in Kind])


@dataclass(frozen=True, slots=True)
class _Book:
    """An open transaction, and who does it when."""

    connection: psycopg.Connection
    author: str
    now: datetime


@contextmanager
def _book() -> Generator[_Book]:
    with connect(read_settings().database, application="guanjia-users") as connection:
        yield _Book(connection, author("users"), datetime.now(UTC))


@click.group("users")
def command() -> None:
    """Say who may log in to the console. Passwords are asked for, or made and shown once."""


@command.command("add")
@click.argument("name")
@click.option("--shown-name", default="", help="What pages call them.  [NAME]")
@click.option("--kind", type=_KIND, default=Kind.VIEWER.value, show_default=True, help="What they may do.")
@click.option("--institution", help="They see this one, by its code, and all below it.  [every one]")
@click.option(
    "--language", type=click.Choice(list(LANGUAGES)), default="zh", show_default=True, help="Of their pages."
)
@click.option("--ask", is_flag=True, help="Ask for the password instead of making one.")
def add(name: str, shown_name: str, kind: str, institution: str | None, language: str, ask: bool) -> None:
    """Add an account; its holder chooses another password at the first log-in."""
    password = _password(ask=ask)
    new = NewAccount(name, shown_name or name, Kind(kind), institution, LANGUAGES[language])
    with _book() as book:
        account = accounts.add(
            book.connection, new, password=password, must_change=True, author=book.author, at=book.now
        )
        identity = account.identity
        ensure_role(book.connection, identity.institution, places=identity.may(Right.PLACES))
    _tell(account, password, asked=ask)


@command.command("list")
@lang_option
def list_(lang: Language) -> None:
    """List the accounts."""
    words = Words(translations()[lang])
    with _book() as book:
        found = accounts.listed(book.connection)
    table = Table(
        *(
            words.say(title)
            for title in ("Account", "Name shown", "account kind", "institution", "added at", "state")
        )
    )
    for account in found:
        table.add_row(
            printable(account.name),
            printable(account.shown_name),
            words.name("account kind", account.kind),
            printable(account.institution or words.say("every institution")),
            f"{account.created_at:%Y-%m-%d}",
            words.say("in use") if account.disabled_at is None else words.say("disabled"),
        )
    Console(markup=False).print(table)


@command.command("disable")
@click.argument("name")
def disable(name: str) -> None:
    """Disable an account: whoever is logged in with it is out at once."""

    def change(book: _Book, account: Account) -> Account:
        changed = accounts.set_disabled(book.connection, account, book.now, book.author)
        sessions.end_all(book.connection, account, book.now)
        return changed

    _change(name, change)
    click.echo(f"{name} is disabled")


@command.command("enable")
@click.argument("name")
def enable(name: str) -> None:
    """Enable an account that was disabled."""
    _change(name, lambda book, account: accounts.set_disabled(book.connection, account, None, book.author))
    click.echo(f"{name} may log in")


@command.command("password")
@click.argument("name")
@click.option("--ask", is_flag=True, help="Ask for the password instead of making one.")
def password_(name: str, ask: bool) -> None:
    """Give an account another password, and end its sessions; its holder chooses another one."""
    password = _password(ask=ask)

    def change(book: _Book, account: Account) -> Account:
        sessions.end_all(book.connection, account, book.now)
        return accounts.set_password(book.connection, account, password, must_change=True, author=book.author)

    _tell(_change(name, change), password, asked=ask)


@command.command("kind")
@click.argument("name")
@click.argument("kind", type=_KIND)
def kind_(name: str, kind: str) -> None:
    """Change what the holder of an account may do."""

    def change(book: _Book, account: Account) -> Account:
        changed = accounts.set_kind(book.connection, account, Kind(kind), book.author)
        identity = changed.identity
        ensure_role(book.connection, identity.institution, places=identity.may(Right.PLACES))
        return changed

    _change(name, change)
    click.echo(f"{name} is {kind}")


@command.command("link")
@click.argument("name")
def link(name: str) -> None:
    """Print a link that lets NAME in once, within ten minutes."""
    settings = read_settings()
    with _book() as book:
        account = accounts.existing(book.connection, name)
        token = sessions.make_link(book.connection, account, book.now)
        record(book.connection, book.author, "link", f"account {account.name}")
    site = settings.console_address or f"http://127.0.0.1:{settings.web_port}"
    click.echo(f"{site}/enter#{token}")


def _change(name: str, change: Callable[[_Book, Account], Account]) -> Account:
    with _book() as book:
        accounts.hold(book.connection)
        return change(book, accounts.existing(book.connection, name))


def _password(*, ask: bool) -> str:
    if not ask:
        return random_password()
    return click.prompt("Password", hide_input=True, confirmation_prompt=True)


def _tell(account: Account, password: str, *, asked: bool) -> None:
    shown = "" if asked else f", password {password}   (shown this once)"
    click.echo(f"user {account.name}{shown}")
