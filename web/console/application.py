"""The console's addresses: the pages, the mails, and whether all is well."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from gettext import GNUTranslations
from importlib.resources import files

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from nicegui import app as nicegui
from nicegui import ui
from nicegui.language import Language as PageLanguage
from starlette.staticfiles import StaticFiles

from dashboards.sections import Section
from models.errors import GuanjiaError
from models.links import ACKNOWLEDGE_PATH
from models.registry import Language
from web.console.acknowledging import Acknowledging, add_acknowledging
from web.console.addresses import OVERVIEW
from web.console.audit_page import AuditPage, add_audit_page
from web.console.board_page import add_board_page
from web.console.drawings.ground import Ground
from web.console.figure_pages import FigurePages
from web.console.figures import AlertSupplies, add_figure_pages
from web.console.guard import MAIL_POLICY
from web.console.kept import Kept
from web.console.login import Login, add_login
from web.console.mails import Mailbox
from web.console.order_pages import Dispatching
from web.console.orders import add_order_pages
from web.console.overview import overview
from web.console.quality import add_quality_pages
from web.console.quality_pages import Judging
from web.console.results import Clocks, Results
from web.console.session import Source, session_of
from web.console.user_desk import UserDesk
from web.console.user_pages import UserPages, add_user_pages
from web.console.vehicle_pages import LIST_SECONDS, VehiclePages, add_vehicle_pages
from web.console.words import Words

_TAGS: Mapping[Language, PageLanguage] = {Language.ZH_CN: "zh-CN", Language.EN: "en-US"}

_log = logging.getLogger(__name__)

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="7" fill="#2f80c2"/>'
    '<path d="M16 5c5 7 7 10 7 14a7 7 0 0 1-14 0c0-4 2-7 7-14z" fill="#fff"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Supplies:
    """What the console is made of: who answers queries and lets in, catalogues, mails, the time, maps."""

    source: Source
    login: Login
    translations: Mapping[Language, GNUTranslations]
    mailbox: Mailbox | None
    now: Callable[[], datetime]
    acknowledging: Acknowledging | None = None
    ground: Ground = field(default_factory=Ground)
    dispatching: Dispatching | None = None
    judging: Judging | None = None
    add_api: Callable[[FastAPI], None] | None = None
    alerts: AlertSupplies | None = None


def application(supplies: Supplies) -> FastAPI:
    """Return the console. NiceGUI keeps one set of pages a process, so there is one console a process."""
    app = FastAPI(openapi_url=None)
    _add_first_address(app)
    _add_health(app, supplies.source)
    add_login(app, supplies.login)
    _add_mails(app, supplies.mailbox)
    if supplies.acknowledging is None:
        _add_no_links(app)
    else:
        add_acknowledging(app, supplies.acknowledging)
    if supplies.add_api is not None:
        supplies.add_api(app)
    app.mount("/static", StaticFiles(directory=str(files("web.console").joinpath("static"))))
    _add_pages(supplies)
    # the gate watches sockets, and refuses what pretends to be one
    nicegui.config.socket_io_js_transports = ["websocket"]
    ui.run_with(app, dark=None, tailwind=False, show_welcome_message=False, favicon=_ICON)
    return app


def _add_pages(supplies: Supplies) -> None:
    results = Results(supplies.source, Clocks(supplies.now, time.monotonic))
    lists = Kept[Section](LIST_SECONDS)
    for language, path in OVERVIEW.items():
        words = Words(language, supplies.translations[language])
        page = ui.page(path, title=words.text("guanjia"), language=_TAGS[language], dark=None)
        page(overview(words, results, supplies.mailbox, supplies.ground))
        pages = VehiclePages(supplies.source, words, supplies.now, lists, supplies.ground.fences)
        add_vehicle_pages(pages, _TAGS[language])
        add_board_page(pages, _TAGS[language])
        if supplies.dispatching is not None:
            add_order_pages(supplies.dispatching, words, _TAGS[language])
        if supplies.judging is not None:
            add_quality_pages(supplies.judging, words, _TAGS[language])
        figures = FigurePages(supplies.source, results, words, _TAGS[language], supplies.now, supplies.ground)
        add_figure_pages(figures, supplies.alerts)
        desk = UserDesk(supplies.login.door.writer, supplies.now)
        add_user_pages(UserPages(desk, words), _TAGS[language])
        add_audit_page(AuditPage(desk, results, words), _TAGS[language])


def _add_first_address(app: FastAPI) -> None:
    def choose(request: Request, lang: str = "") -> Response:
        """Go to the page in the language of the account, or in another with ?lang=en, ?lang=zh."""
        account = session_of(request.scope).account
        chosen = {"en": Language.EN, "zh": Language.ZH_CN}.get(lang.lower()[:2], account.language)
        return RedirectResponse(OVERVIEW[chosen])

    app.add_api_route("/", choose)


def _add_health(app: FastAPI, source: Source) -> None:
    def health() -> Response:
        """Say whether the database answers; 503 where it does not. Why is for the log: anybody may ask."""
        try:
            source.rows("answers", {})
        except GuanjiaError as error:
            _log.error("the database does not answer error=%s", error)
            return JSONResponse({"well": False}, 503)
        return JSONResponse({"well": True})

    app.add_api_route("/health", health)


def _add_no_links(app: FastAPI) -> None:
    def nobody() -> Response:
        """Say that no links are sealed here: anybody may ask, and gets to no page that needs a session."""
        return PlainTextResponse("links of mails are not answered here", 404)

    app.add_api_route(ACKNOWLEDGE_PATH, nobody)


def _add_mails(app: FastAPI, mailbox: Mailbox | None) -> None:
    def mail(request: Request, name: str) -> Response:
        """Show one mail, as a page that may do nothing; mails are of every institution."""
        sees_all = session_of(request.scope).account.institution is None
        page = mailbox.body(name) if mailbox and sees_all else None
        if page is None:
            return JSONResponse({"detail": "no such mail"}, 404)
        return HTMLResponse(
            page, headers={"content-security-policy": MAIL_POLICY, "cache-control": "no-store"}
        )

    app.add_api_route("/mails/{name}", mail)
