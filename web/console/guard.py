"""What every answer carries, and who gets none: the console has no users yet, so only this machine asks."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.errors import ConfigError
from models.hosts import is_loopback
from models.links import ACKNOWLEDGE_PATH

_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")

# NiceGUI writes inline scripts and compiles templates in the browser; nothing may come from, or go, elsewhere
PAGE_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
MAIL_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 (of a container, whose port is published on loopback)


def address(host: str, *, in_container: bool) -> str:
    """Return where to listen: on loopback, or inside a container on every address of that container."""
    return EVERY_ADDRESS if in_container else loopback(host)


def loopback(host: str) -> str:
    """Return `host` when it is this machine's own; raise ConfigError otherwise."""
    if not is_loopback(host):
        raise ConfigError(
            f"the console will not listen on {host}: it has no users and no passwords yet: whoever reaches it"
            " sees everything. Users come with a later version; until then use 127.0.0.1 (--host,"
            " GUANJIA_WEB_HOST), from elsewhere through an SSH tunnel: ssh -L 8080:127.0.0.1:8080 SERVER"
        )
    return host


class Guard:
    """Refuses what other sites make a browser ask (DNS rebinding, foreign origins), and adds the headers.

    The page on which a link acknowledges is answered under `published` too (https://HOST[:PORT]): there the
    link is what lets somebody in.
    """

    def __init__(self, app: ASGIApp, host: str, published: str = "") -> None:
        self._app = app
        self._names = {*_LOCAL_NAMES, host}
        self._published = published
        self._published_name = _name(published)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let the application do it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif self._is_ours(Headers(scope=scope)) or self._is_published(scope):
            await self._app(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("this console answers its own machine only", 403)(scope, receive, send)

    def _is_ours(self, headers: Headers) -> bool:
        host = headers.get("host", "")
        if _name(f"//{host}") not in self._names:
            return False
        origin = headers.get("origin")
        return origin is None or urlsplit(origin).netloc == host

    def _is_published(self, scope: Scope) -> bool:
        """Tell whether it is the page for links, as it is published; a proxy may change the host."""
        if not self._published or scope["type"] != "http" or scope["path"] != ACKNOWLEDGE_PATH:
            return False
        headers = Headers(scope=scope)
        name = _name(f"//{headers.get('host', '')}")
        return name in {*self._names, self._published_name} and headers.get("origin") in {
            None,
            self._published,
        }


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers
