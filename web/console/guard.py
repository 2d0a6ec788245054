"""What every answer carries, and under which names there is one; who gets in is for the gate."""

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.errors import ConfigError
from models.hosts import is_loopback
from models.links import ACKNOWLEDGE_PATH
from web.console.site import Site

# NiceGUI writes inline scripts and compiles templates in the browser; nothing may come from, or go, elsewhere
_IMAGES = "img-src 'self' data:"
PAGE_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    f"{_IMAGES}; font-src 'self' data:; connect-src 'self'; frame-src 'self'; "
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


def address(host: str, published: str, *, in_container: bool) -> str:
    """Return where to listen: inside a container on every address of it, elsewhere on `host`.

    Raises
    ------
    ConfigError
        When others can reach it, and no address is `published` under which they may.
    """
    if in_container:
        return EVERY_ADDRESS
    if is_loopback(host) or published:
        return host
    raise ConfigError(
        f"the console will not listen on {host or 'every address'}: passwords would cross the network in the"
        " clear. Publish it with TLS through a web server on this machine, and tell GUANJIA_WEB_URL its"
        " address, https://HOST (docs/how-to/users.md); or use 127.0.0.1 (--host, GUANJIA_WEB_HOST) and an"
        " SSH tunnel: ssh -L 8080:127.0.0.1:8080 SERVER"
    )


class Guard:
    """Refuses what other sites make a browser ask (DNS rebinding, foreign origins), and adds the headers.

    The page on which a link acknowledges is answered where links are published too: there the link is what
    lets somebody in.
    """

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site
        more = f"{_IMAGES} {site.pictures}" if site.pictures else _IMAGES
        self._headers = _HEADERS | {"content-security-policy": PAGE_POLICY.replace(_IMAGES, more)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or let the application do it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif self._is_let_in(scope):
            await self._app(scope, receive, _with_headers(send, self._headers))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("this console does not answer to that name", 403)(scope, receive, send)

    def _is_let_in(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        if self._site.is_ours(headers):
            return True
        return (
            scope["type"] == "http" and scope["path"] == ACKNOWLEDGE_PATH and self._site.is_for_links(headers)
        )


def _with_headers(send: Send, added: Mapping[str, str]) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in added.items():
                headers.setdefault(name, value)
        await send(message)

    return send_with_headers
