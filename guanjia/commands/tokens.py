"""`guanjia tokens`: what programs show to the API."""

from datetime import UTC, datetime, timedelta
from getpass import getuser

import click

from config.settings import read_settings
from models.errors import GuanjiaError
from models.identity import Right
from models.tokens import Token
from storage.database import connect
from storage.tokens import NewToken, create, revoke, tokens

_DAY = timedelta(days=1)


@click.group("tokens")
def command() -> None:
    """Make, list and revoke tokens of the API (docs/how-to/api.md)."""


@command.command("create")
@click.argument("name")
@click.option("--institution", help="Only this one and all below it; every institution if not given.")
@click.option(
    "--right",
    "rights",
    multiple=True,
    type=click.Choice([right.value for right in Right]),
    default=[Right.READ.value],
    show_default=True,
    help="What it may do; may be given again.",
)
@click.option(
    "--days", type=click.IntRange(1, 3660), default=365, show_default=True, help="How long it holds."
)
@click.option("--author", default=getuser, help="Who makes it.  [this machine's user]")
def create_(name: str, institution: str | None, rights: tuple[str, ...], days: int, author: str) -> None:
    """Make a token for NAME and print it, once: nothing keeps it."""
    if not name.strip() or not name.isprintable():
        raise GuanjiaError("the token's name is empty: write what it is for, as in data-warehouse")
    now = datetime.now(UTC)
    chosen = frozenset(Right(right) for right in rights)
    new = NewToken(name.strip(), institution, chosen, author, now + days * _DAY)
    with connect(read_settings().database, application="guanjia-tokens") as connection:
        text = create(connection, new, now)
    click.echo(text)
    told = f"it holds until {new.expires_at:%Y-%m-%d} and is shown this once: keep it as a password"
    click.echo(told, err=True)


@command.command("list")
def list_() -> None:
    """List tokens: number, name, institution, rights, until when, last use."""
    now = datetime.now(UTC)
    with connect(read_settings().database, application="guanjia-tokens") as connection:
        found = tokens(connection)
    for token in found:
        click.echo("  ".join(_line(token, now)))
    if not found:
        click.echo("there are no tokens: make one with `guanjia tokens create NAME`")


@command.command("revoke")
@click.argument("number", type=click.IntRange(1, 2**31 - 1))
@click.option("--author", default=getuser, help="Who ends it.  [this machine's user]")
def revoke_(number: int, author: str) -> None:
    """End token NUMBER now."""
    with connect(read_settings().database, application="guanjia-tokens") as connection:
        is_ended = revoke(connection, number, datetime.now(UTC), author)
    if not is_ended:
        raise GuanjiaError(f"no token {number} stands: `guanjia tokens list` shows them")
    click.echo(f"token {number} opens nothing any more")


def _line(token: Token, now: datetime) -> list[str]:
    if token.revoked_at is not None:
        state = f"revoked {token.revoked_at:%Y-%m-%d}"
    elif now >= token.expires_at:
        state = f"expired {token.expires_at:%Y-%m-%d}"
    else:
        state = f"until {token.expires_at:%Y-%m-%d}"
    used = "never used" if token.used_at is None else f"used {token.used_at:%Y-%m-%d %H:%M}Z"
    where = token.institution or "every institution"
    return [str(token.id), token.name, where, " ".join(token.rights), state, used, f"by {token.created_by}"]
