"""The console's addresses: the pages, the mails, and whether all is well."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from gettext import GNUTranslations
from importlib.resources import files

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from nicegui import ui
from nicegui.language import Language as PageLanguage
from starlette.staticfiles import StaticFiles

from models.errors import GuanjiaError
from models.geofences import Geofence
from models.registry import Language
from web.console.acknowledging import Acknowledging, add_acknowledging
from web.console.board_page import add_board_page
from web.console.guard import MAIL_POLICY
from web.console.mails import Mailbox
from web.console.order_pages import Dispatching
from web.console.orders import add_order_pages
from web.console.overview import PATHS, overview
from web.console.quality import add_quality_pages
from web.console.quality_pages import Judging
from web.console.results import Clocks, Results, Source
from web.console.vehicle_pages import VehiclePages, add_vehicle_pages
from web.console.words import Words

_TAGS: Mapping[Language, PageLanguage] = {Language.ZH_CN: "zh-CN", Language.EN: "en-US"}

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="7" fill="#2f80c2"/>'
    '<path d="M16 5c5 7 7 10 7 14a7 7 0 0 1-14 0c0-4 2-7 7-14z" fill="#fff"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Supplies:
    """What the console is made of: who answers queries and links, catalogues, mails, the time, fences."""

    source: Source
    translations: Mapping[Language, GNUTranslations]
    mailbox: Mailbox | None
    now: Callable[[], datetime]
    acknowledging: Acknowledging | None = None
    fences: tuple[Geofence, ...] = ()
    dispatching: Dispatching | None = None
    judging: Judging | None = None
    add_api: Callable[[FastAPI], None] | None = None


def application(supplies: Supplies) -> FastAPI:
    """Return the console. NiceGUI keeps one set of pages a process, so there is one console a process."""
    app = FastAPI(openapi_url=None)
    _add_first_address(app)
    _add_health(app, supplies.source)
    _add_mails(app, supplies.mailbox)
    if supplies.acknowledging is not None:
        add_acknowledging(app, supplies.acknowledging)
    if supplies.add_api is not None:
        supplies.add_api(app)
    app.mount("/static", StaticFiles(directory=str(files("web.console").joinpath("static"))))
    _add_pages(supplies)
    ui.run_with(app, dark=None, tailwind=False, show_welcome_message=False, favicon=_ICON)
    return app


def _add_pages(supplies: Supplies) -> None:
    results = Results(supplies.source, Clocks(supplies.now, time.monotonic))
    for language, path in PATHS.items():
        words = Words(language, supplies.translations[language])
        page = ui.page(path, title=words.text("guanjia"), language=_TAGS[language], dark=None)
        page(overview(words, results, supplies.mailbox))
        pages = VehiclePages(supplies.source, words, supplies.now, supplies.fences)
        add_vehicle_pages(pages, _TAGS[language])
        add_board_page(pages, _TAGS[language])
        if supplies.dispatching is not None:
            add_order_pages(supplies.dispatching, words, _TAGS[language])
        if supplies.judging is not None:
            add_quality_pages(supplies.judging, words, _TAGS[language])


def _add_first_address(app: FastAPI) -> None:
    def choose(lang: str = "zh") -> Response:
        """Go to the page in Chinese, or in English with ?lang=en."""
        language = Language.EN if lang.lower().startswith("en") else Language.ZH_CN
        return RedirectResponse(PATHS[language])

    app.add_api_route("/", choose)


def _add_health(app: FastAPI, source: Source) -> None:
    def health() -> Response:
        """Say whether the database answers; 503 where it does not."""
        try:
            source.rows("answers", {})
        except GuanjiaError as error:
            return JSONResponse({"well": False, "database": str(error)}, 503)
        return JSONResponse({"well": True, "database": ""})

    app.add_api_route("/health", health)


def _add_mails(app: FastAPI, mailbox: Mailbox | None) -> None:
    def mail(name: str) -> Response:
        """Show one mail, as a page that may do nothing."""
        page = mailbox.body(name) if mailbox else None
        if page is None:
            return JSONResponse({"detail": "no such mail"}, 404)
        return HTMLResponse(
            page, headers={"content-security-policy": MAIL_POLICY, "cache-control": "no-store"}
        )

    app.add_api_route("/mails/{name}", mail)
