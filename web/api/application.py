"""The API as an application below /api/v1: its routes, its description, its errors."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.responses import HTMLResponse

from web.api.alerts import AlertDesk, add_alerts
from web.api.catalogue import RESOURCES
from web.api.gate import Clocks, Desk, Gate
from web.api.page import page
from web.api.pages import Pages, Source
from web.api.parts import Parts
from web.api.problems import add_problems
from web.api.serving import add_resource
from web.api.threads import Threads

PREFIX = "/api/v1"
_ABOUT = (
    "What the console of guanjia shows, for programs. Every request needs a token: Authorization: Bearer"
    " gj_... Rows come in pages ordered by a key: ask again with after=<next> until next is null. Accept"
    " chooses JSON, CSV, Parquet or an Arrow stream. Units stand in x-unit; where that is `unit`, in the"
    " column of that name."
)


@dataclass(frozen=True, slots=True)
class Supplies:
    """What the API is made of: who answers queries, who knows tokens and alerts, the time."""

    source: Source
    tokens: Desk
    alerts: AlertDesk
    clocks: Clocks


def add_api(app: FastAPI, supplies: Supplies, *more: Callable[[FastAPI, Parts], None]) -> None:
    """Answer below /api/v1; each of `more` adds routes of its own."""
    app.mount(PREFIX, api(supplies, *more))


def api(supplies: Supplies, *more: Callable[[FastAPI, Parts], None]) -> FastAPI:
    """Return the API, its paths without the prefix."""
    app = FastAPI(
        title="guanjia",
        version="1",
        description=_ABOUT,
        docs_url=None,
        redoc_url=None,
        root_path_in_servers=False,
        servers=[{"url": PREFIX}],
        redirect_slashes=False,
    )
    threads = Threads()
    parts = Parts(
        Gate(supplies.tokens, supplies.clocks, threads), Pages(supplies.source), threads, supplies.clocks
    )
    for resource in RESOURCES.values():
        add_resource(app, resource, parts)
    add_alerts(app, supplies.alerts, parts)
    for add in more:
        add(app, parts)
    _add_page(app)
    add_problems(app)
    return app


def _add_page(app: FastAPI) -> None:
    def show() -> HTMLResponse:
        """Describe the API, as a page that needs no internet."""
        return HTMLResponse(page(app.openapi()))

    app.add_api_route("/docs", show, include_in_schema=False)
