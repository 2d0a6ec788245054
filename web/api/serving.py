"""The routes of a resource."""

from typing import Annotated, Any

from fastapi import Depends, FastAPI
from fastapi import Request as HttpRequest
from starlette.responses import Response

from models.identity import Identity
from web.api.described import extra, responses
from web.api.pages import Request
from web.api.parts import Parts
from web.api.resource import Resource


def add_resource(app: FastAPI, resource: Resource, parts: Parts) -> None:
    """Answer for a resource at its path, by GET and HEAD."""

    async def answer(request: HttpRequest, identity: Annotated[Identity, Depends(parts.gate)]) -> Response:
        asked = Request(request.url, request.query_params.multi_items(), request.headers)
        return await parts.threads.run(parts.pages.answer, resource, identity, asked)

    words: dict[str, Any] = {"name": resource.path, "summary": resource.meaning, "response_class": Response}
    app.add_api_route(
        f"/{resource.path}",
        answer,
        operation_id=f"get_{resource.path.replace('-', '_')}",
        responses=responses(resource),
        openapi_extra=extra(resource),
        **words,
    )
    app.add_api_route(f"/{resource.path}", answer, methods=["HEAD"], include_in_schema=False, **words)
