"""Lets nobody through who has no session, but to the few addresses that are everybody's."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import quote

from nicegui import __version__ as nicegui_version
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.errors import GuanjiaError
from models.links import ACKNOWLEDGE_PATH
from models.registry import Language
from storage.sessions import Session
from web.console.door import Door
from web.console.session import forget_pages, write_down
from web.console.site import Site

LOGIN = "/login"
ENTER = "/enter"
PASSWORD = "/password"  # noqa: S105  (an address)
STATE = "/session"

_EVERYBODY_S = {LOGIN, ENTER, STATE, "/health", "/favicon.ico", ACKNOWLEDGE_PATH}
_NICEGUI = f"/_nicegui/{nicegui_version}"
# files that come with NiceGUI and with us; the API asks for a token of its own
_EVERYBODY_S_BELOW = (
    "/static/",
    "/api/",
    *(f"{_NICEGUI}/{part}/" for part in ("static", "libraries", "components", "resources", "esm")),
)
_SOCKET = "/_nicegui_ws/"
_LOOK_SECONDS = 2.0
_OVER = 4401
"""How a socket is closed whose session is over."""


class Gate:
    """Finds out whose request it is; a socket ends within two seconds of its session."""

    def __init__(self, app: ASGIApp, site: Site, door: Door, away: Callable[[Language], str]) -> None:
        """Take what writes the page of when the database is `away`."""
        self._app = app
        self._away = away
        self._site = site
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let the application do it."""
        if scope["type"] not in {"http", "websocket"} or is_everybody_s(scope):
            await self._app(scope, receive, send)
            return
        if scope["type"] == "http" and scope["path"].startswith(_SOCKET):
            # a socket in disguise, whose end nobody could watch for
            await PlainTextResponse("sockets only", 401)(scope, receive, send)
            return
        try:
            session = await run_in_threadpool(self._door.session, self.token(scope))
        except GuanjiaError:
            await _refuse(scope, receive, send, self._unable(scope))
            return
        if session is None:
            await _refuse(scope, receive, send, _to_login(scope))
        elif session.account.must_change and scope["path"] != PASSWORD:
            await _refuse(scope, receive, send, RedirectResponse(PASSWORD, 303))
        else:
            write_down(scope, session, self._door)
            await self._pass(scope, receive, send, session)

    def token(self, scope: Scope) -> str:
        """Return what the cookie of a session holds; "" without one."""
        cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
        return cookies.get(self._site.cookie(scope, "session").name, "")

    def _unable(self, scope: Scope) -> Response:
        language = Language.EN if f"{scope['path']}/".startswith("/en/") else Language.ZH_CN
        return HTMLResponse(self._away(language), 503, {"retry-after": "5", "cache-control": "no-store"})

    async def _pass(self, scope: Scope, receive: Receive, send: Send, session: Session) -> None:
        if scope["type"] == "http":
            await self._app(scope, receive, send)
            return
        socket = _Socket(send)
        watching = asyncio.create_task(self._watch(socket, session))
        try:
            await self._app(scope, receive, socket.send)
        finally:
            watching.cancel()

    async def _watch(self, socket: "_Socket", session: Session) -> None:
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            # while the database is away nobody can say, and there is nothing to see either
            with suppress(GuanjiaError):
                found = await run_in_threadpool(self._door.session_by_hash, session.id_hash)
                # other rights, too: the page was built for those it had
                forget_pages(session.id_hash, found)
                if found != session:
                    await socket.end()
                    return


class _Socket:
    """A socket that says nothing more once it was ended."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._is_over = False

    async def send(self, message: Message) -> None:
        """Send what the application says."""
        if not self._is_over:
            self._is_over = message["type"] == "websocket.close"
            await self._send(message)

    async def end(self) -> None:
        """Close it."""
        # one that its browser closed at the same moment cannot be closed again
        with suppress(RuntimeError):
            await self.send({"type": "websocket.close", "code": _OVER})


def is_everybody_s(scope: Scope) -> bool:
    """Tell whether an address needs no session."""
    path = scope["path"]
    return scope["type"] == "http" and (path in _EVERYBODY_S or path.startswith(_EVERYBODY_S_BELOW))


async def _refuse(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": _OVER})
    else:
        await response(scope, receive, send)


def _to_login(scope: Scope) -> Response:
    path = scope["path"]
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or path.startswith("/_nicegui"):
        return PlainTextResponse("log in first", 401)
    query = scope.get("query_string", b"").decode("latin-1")
    return RedirectResponse(f"{LOGIN}?to={quote(f'{path}?{query}' if query else path, safe='')}", 303)
