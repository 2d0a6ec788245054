"""Who looks at a page or sends a request: the gate writes it down, pages and queries ask for it here."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Protocol

from nicegui import Client, context

from dashboards.panel import Row
from models.identity import Identity
from storage.sessions import Session
from web.console.door import Door

_KEY = "guanjia.session"


class Source(Protocol):
    """Whoever answers queries as a role sees things: storage.reader.Reader."""

    def rows(
        self, name: str, parameters: Mapping[str, object], role: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the rows of a query of storage/queries/."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """A source as one role sees it."""

    source: Source
    role: str

    def rows(self, name: str, parameters: Mapping[str, object]) -> list[Row]:
        """Return the rows of a query of storage/queries/, of what the role sees."""
        return self.source.rows(name, parameters, role=self.role)


@dataclass(frozen=True, slots=True)
class _Visit:
    session: Session
    door: Door


def write_down(scope: MutableMapping[str, Any], session: Session, door: Door) -> None:
    """Say whose request it is, and which door they came in by."""
    scope[_KEY] = _Visit(session, door)


def session_of(scope: Mapping[str, Any]) -> Session:
    """Return whose request it is; KeyError for one that the gate let through without a session."""
    visit: _Visit = scope[_KEY]
    return visit.session


def forget_pages(id_hash: bytes, found: Session | None) -> None:
    """Forget the pages built for a session as it no longer is: browsers that show one load it anew.

    `found` is the session as it is; None: it is over. Call it in the event loop.
    """
    for client in list(Client.instances.values()):
        visit = _visit_of(client)
        if visit is not None and visit.session.id_hash == id_hash and visit.session != found:
            client.delete()


def _visit_of(client: Client) -> _Visit | None:
    try:
        return client.request.scope.get(_KEY)
    except RuntimeError:
        # a page that nobody asked for, as NiceGUI calls it, is nobody's
        return None


def visitor() -> Session:
    """Return whose page is being built."""
    return session_of(context.client.request.scope)


def door() -> Door:
    """Return the door of whose page is being built."""
    visit: _Visit = context.client.request.scope[_KEY]
    return visit.door


def identity() -> Identity:
    """Return who looks at the page that is being built."""
    return visitor().account.identity


def seen(source: Source) -> Seen:
    """Return a source as whoever looks at the page that is being built sees it."""
    return Seen(source, identity().database_role)
