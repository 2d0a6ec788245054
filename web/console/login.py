"""`/login`, `/enter`, `/password`, `/session`: the addresses at the door. GET changes nothing."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from models.accounts import PasswordFault
from models.errors import GuanjiaError
from models.registry import Language
from models.sessions import LONGEST
from web.console.acknowledging import preferred
from web.console.door import Door, Entered, Refused
from web.console.forms import fields, is_marked, mark, new_secret
from web.console.gate import ENTER, LOGIN, PASSWORD, STATE
from web.console.login_page import POLICY, LoginPage
from web.console.session import session_of
from web.console.site import Site

_HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "no-store",
    # with no-referrer a browser would not say which site a form is from
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex",
}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Login:
    """What the addresses need: who lets in, the words, and how cookies are called."""

    door: Door
    page: LoginPage
    site: Site

    def ask(self, request: Request) -> Response:
        """Show the page that asks for name and password."""
        to = request.query_params.get("to", "")
        return self._answer(
            request, lambda language, marked: self.page.asking(language, marked, to=within(to)), 200
        )

    def log_in(self, request: Request, form: dict[str, str]) -> Response:
        """Let somebody in by name and password."""
        name, to = form.get("name", "").strip()[:64], within(form.get("to", ""))
        if not self._is_ours(request, form):
            return self._answer(request, lambda language, marked: self.page.stale(language, marked, to), 403)
        done = self.door.enter(name, form.get("password", "")[:1000], address_of(request))
        match done:
            case Entered():
                return self._let_in(request, done, to)
            case Refused(wait_seconds=0):
                return self._answer(
                    request, lambda language, marked: self.page.wrong(language, marked, name, to), 403
                )
            case Refused(wait_seconds=seconds):
                return self._too_soon(request, name, to, seconds)
            case _:
                assert_never(done)

    def take_link(self, request: Request) -> Response:
        """Show the page that hands a link over."""
        return self._answer(request, self.page.enter, 200)

    def enter(self, request: Request, form: dict[str, str]) -> Response:
        """Let somebody in by a link that is good once."""
        if not self._is_ours(request, form):
            return self._answer(request, self.page.stale, 403)
        done = self.door.enter_by_link(form.get("token", ""), address_of(request))
        if isinstance(done, Entered):
            return self._let_in(request, done, "")
        return self._answer(request, self.page.used, 403)

    def ask_password(self, request: Request) -> Response:
        """Show the page on which somebody chooses a password."""
        return self._password(request, None, 200)

    def change_password(self, request: Request, form: dict[str, str]) -> Response:
        """Give somebody the password they chose."""
        if not is_marked(form, self._token(request)):
            return self._password(request, "This page was too old: please try again", 403)
        new = form.get("new", "")
        if new != form.get("again", ""):
            return self._password(request, "The new password is not the same both times", 422)
        old = form.get("old", "")[:1000]
        done = self.door.change_password(session_of(request.scope), old, new, address_of(request))
        match done:
            case Entered():
                return self._let_in(request, done, "")
            case PasswordFault():
                return self._password(request, done, 422)
            case Refused(wait_seconds=0):
                return self._password(request, "The password so far is another one", 403)
            case Refused(wait_seconds=seconds):
                return self._too_soon(request, session_of(request.scope).account.name, "", seconds)
            case _:
                assert_never(done)

    def state(self, request: Request) -> Response:
        """Say whether the browser has a session, for pages that lost their connection."""
        token = self._token(request)
        return JSONResponse(
            {"open": token != "" and self.door.session(token) is not None},
            headers={"cache-control": "no-store"},
        )

    def unable(self, request: Request) -> Response:
        """Say that nobody can be let in right now."""
        return self._answer(request, self.page.unable, 503)

    def _let_in(self, request: Request, entered: Entered, to: str) -> Response:
        response = RedirectResponse(to or f"/?lang={entered.account.language.value[:2]}", 303, _HEADERS)
        cookie = self.site.cookie(request.scope, "session")
        response.set_cookie(
            cookie.name, entered.token, int(LONGEST.total_seconds()),
            secure=cookie.secure, httponly=True, samesite="lax",
        )  # fmt: skip
        return response

    def _too_soon(self, request: Request, name: str, to: str, seconds: int) -> Response:
        response = self._answer(
            request, lambda language, marked: self.page.too_soon(language, marked, name, to, seconds), 429
        )
        response.headers["retry-after"] = str(seconds)
        return response

    def _password(self, request: Request, fault: PasswordFault | str | None, status: int) -> Response:
        account = session_of(request.scope).account
        page = self.page.password(
            account.language, mark(self._token(request)), must=account.must_change, fault=fault
        )
        return HTMLResponse(page, status, _HEADERS)

    def _answer(self, request: Request, write: Callable[[Language, str], str], status: int) -> Response:
        """Write a page for a browser without a session, and let it be known by a cookie."""
        cookie = self.site.cookie(request.scope, "form")
        secret = request.cookies.get(cookie.name, "") or new_secret()
        response = HTMLResponse(write(language_of(request), mark(secret)), status, _HEADERS)
        response.set_cookie(cookie.name, secret, secure=cookie.secure, httponly=True, samesite="strict")
        return response

    def _is_ours(self, request: Request, form: dict[str, str]) -> bool:
        return is_marked(form, request.cookies.get(self.site.cookie(request.scope, "form").name, ""))

    def _token(self, request: Request) -> str:
        return request.cookies.get(self.site.cookie(request.scope, "session").name, "")


def add_login(app: FastAPI, login: Login) -> None:
    """Answer at the door."""

    def guarded(answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
        def route(request: Request) -> Response:
            return _or_unable(login, request, lambda: answer(request))

        return route

    def posted(answer: Callable[[Request, dict[str, str]], Response]) -> Callable[..., object]:
        async def route(request: Request) -> Response:
            form = await fields(request)
            return await run_in_threadpool(_or_unable, login, request, lambda: answer(request, form))

        return route

    for path, show, take in (
        (LOGIN, login.ask, login.log_in),
        (ENTER, login.take_link, login.enter),
        (PASSWORD, login.ask_password, login.change_password),
    ):
        app.add_api_route(path, guarded(show), methods=["GET"])
        app.add_api_route(path, posted(take), methods=["POST"])
    app.add_api_route(STATE, guarded(login.state), methods=["GET"])


def _or_unable(login: Login, request: Request, answer: Callable[[], Response]) -> Response:
    try:
        return answer()
    except GuanjiaError as error:
        _log.error("log-in failed error=%s", error)
        return login.unable(request)


def within(to: str) -> str:
    r"""Return a place of the console to go on to; "" for one that browsers would look for elsewhere.

    They read `//host` and `/\host` as another site, and leave out tabs and line ends.
    """
    if (
        not to.startswith("/")
        or to.startswith(("//", "/login", "/enter"))
        or "\\" in to
        or not to.isprintable()
    ):
        return ""
    try:
        parts = urlsplit(to)
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else to


def language_of(request: Request) -> Language:
    """Return the language that the address asks for, or else the browser."""
    asked = request.query_params.get("lang", "")
    return preferred(asked or request.headers.get("accept-language", ""))


def address_of(request: Request) -> str:
    """Return where a request comes from; a proxy on this machine says for whom it asks."""
    return request.client.host if request.client else ""
