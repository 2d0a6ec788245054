"""One answer of a resource: who asks, in which format, which rows; all resources are served alike."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlencode

from starlette.datastructures import URL, Headers
from starlette.responses import Response

from models.identity import Identity, Right
from models.table import Table
from web.api.columns import Kind
from web.api.formats import WRITERS, Page, chosen
from web.api.gate import need
from web.api.keys import next_key
from web.api.parameters import Asked, asked
from web.api.resource import Resource


class Source(Protocol):
    """Whoever answers queries in the role of somebody: storage.reader.Reader."""

    def table(self, name: str, parameters: Mapping[str, object], role: str | None = None) -> Table:
        """Return the rows of a query of storage/queries/ that the role sees, by column."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """What a page depends on: the address and the headers."""

    url: URL
    parameters: list[tuple[str, str]]
    headers: Headers


@dataclass(frozen=True, slots=True)
class Pages:
    """Answers requests for resources from a source."""

    source: Source

    def answer(self, resource: Resource, identity: Identity, request: Request) -> Response:
        """Return a page of a resource, or 304 where the asker has it; raise ProblemError."""
        need(identity, Right.READ)
        media_type = chosen(request.headers.get("accept", ""))
        wanted = asked(resource, request.parameters)
        page = self.page(resource, identity, wanted)
        content = WRITERS[media_type](page)
        headers = _headers(content, page.next, request)
        if _has_it(headers["etag"], request.headers.get("if-none-match", "")):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(content, HTTPStatus.OK, headers, media_type)

    def page(self, resource: Resource, identity: Identity, wanted: Asked) -> Page:
        """Return the rows that somebody sees of what is wanted; one more tells whether more follow."""
        parameters = {**wanted.values, "rows": wanted.limit + 1}
        found = _unpacked(
            resource, self.source.table(resource.query, parameters, role=identity.database_role)
        )
        shown = found.first(wanted.limit)
        behind = next_key(resource, shown.row(-1)) if len(found) > wanted.limit else None
        return Page(resource.columns, shown, behind)


def _unpacked(resource: Resource, found: Table) -> Table:
    rows = found.unpacked(resource.packed)
    texts = {
        column.name: [text.split() for text in rows.columns[column.name]]
        for column in resource.columns
        if column.name in resource.packed and column.kind is Kind.TEXTS
    }
    return Table({**rows.columns, **texts})


def _headers(content: bytes, behind: str | None, request: Request) -> dict[str, str]:
    headers = {
        "etag": f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        # whoever keeps an answer asks whether it still holds; and nobody keeps it for others
        "cache-control": "private, no-cache",
        "vary": "accept, authorization",
    }
    if behind is not None:
        others = [(name, value) for name, value in request.parameters if name != "after"]
        headers["link"] = f'<{request.url.path}?{urlencode([*others, ("after", behind)])}>; rel="next"'
    return headers


def _has_it(etag: str, if_none_match: str) -> bool:
    known = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return etag in known or "*" in known
