"""Who sees what: roles that see an institution and all below it, and the logins that are their members."""

from dataclasses import dataclass

import psycopg
from psycopg import errors, sql
from psycopg.rows import class_row

from models.errors import ConfigError
from models.identity import role_name
from storage.database import query


@dataclass(frozen=True, slots=True)
class Sight:
    """A login and an institution it sees by `role`; no institution: every one.

    `places`: also where vehicles of leaders and of enforcement are, in whatever the login sees.
    """

    login: str
    role: str
    institution: str | None
    institution_name: str | None
    institution_name_en: str | None
    places: bool


def ensure_role(connection: psycopg.Connection, institution: str | None, *, places: bool) -> str:
    """Return the role of `models.identity.role_name`, made unless it is there; the caller commits.

    `connection` is the owner's or the console's. Roles belong to the cluster: where several databases have an
    institution of one code, they share its roles, and each shows its own.

    Raises
    ------
    ConfigError
        When no institution has the code, or the role shows another one.
    """
    if institution is None:
        return role_name(None, places=places)
    try:
        with connection.transaction():
            connection.execute(query("access_ensure"), {"institution": institution, "places": places})
    except errors.NoDataFound as error:
        raise ConfigError(
            f"no institution has the code {institution!r}: `guanjia registry apply` makes it of a file"
        ) from error
    except errors.DuplicateObject as error:
        raise ConfigError(
            f"{error.diag.message_primary}: give the institution another code, or delete the row of this role"
            " in the table access"
        ) from error
    return role_name(institution, places=places)


def sights(connection: psycopg.Connection) -> list[Sight]:
    """Return which logins see which institutions, by login; `connection` is the owner's."""
    with connection.cursor(row_factory=class_row(Sight)) as cursor:
        return cursor.execute(query("access_list")).fetchall()


def grant(connection: psycopg.Connection, login: str, institution: str | None, *, places: bool) -> str:
    """Let a login see an institution and all below it; return the role it is a member of now.

    Raises
    ------
    ConfigError
        When there is no such login or institution, or the login sees others with other rights to places.
    """
    _check_login(connection, login)
    role = ensure_role(connection, institution, places=places)
    others = [seen for seen in sights(connection) if seen.login == login and seen.role != role]
    if any(seen.places != places for seen in others):
        raise ConfigError(
            f"{login} sees {', '.join(_what(seen) for seen in others)}"
            f" {'without' if places else 'with'} places, and a login sees places everywhere or nowhere:"
            " revoke that first, or use a login for each"
        )
    connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(login)))
    return role


def check_reach(connection: psycopg.Connection, login: str, institution: str) -> None:
    """Check that a login sees an institution and all below it and could see nothing else, however it asks.

    `connection` is the owner's. A membership that shows nothing by itself counts: SET ROLE uses it.

    Raises
    ------
    ConfigError
        When there is no such login, it does not see the institution, or could see something else.
    """
    _check_login(connection, login)
    reach = {row[0] for row in connection.execute(query("access_reach"), {"login": login}).fetchall()}
    others = sorted(code or "every institution" for code in reach - {institution})
    if others:
        raise ConfigError(
            f"{login} could also see {', '.join(others)}: use a login that sees {institution} alone"
        )
    if not reach:
        raise ConfigError(
            f"{login} does not see {institution}: `guanjia access grant {login} --institution {institution}`"
        )


def revoke(connection: psycopg.Connection, login: str, institution: str | None, *, places: bool) -> bool:
    """Take from a login what `grant` gave; return whether it had it.

    The institution may be gone meanwhile.
    """
    role = role_name(institution, places=places)
    there = connection.execute(query("access_login"), {"login": role}).fetchone()
    _check_login(connection, login)
    if there is None or not any(seen.role == role for seen in sights(connection) if seen.login == login):
        return False
    connection.execute(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(role), sql.Identifier(login)))
    return True


def _check_login(connection: psycopg.Connection, login: str) -> None:
    row = connection.execute(query("access_login"), {"login": login}).fetchone()
    if row is None or not row[0]:
        raise ConfigError(f"the server has no login {login!r}: make it with CREATE ROLE ... LOGIN PASSWORD")
    if row[1]:
        raise ConfigError(f"{login} is a superuser and sees everything: use another login")


def _what(seen: Sight) -> str:
    return seen.institution or "every institution"
