"""The top of every page: its name, the ways to all others, the language, light or dark, and who is in."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Final

from nicegui import run, ui

from models.identity import Right
from models.registry import Language
from web.console import addresses as at
from web.console.drawings.boxes import box, text
from web.console.gate import LOGIN, PASSWORD
from web.console.session import door, visitor
from web.console.words import Words

_WAYS: Final = (
    ("/zh", "Overview", ("/zh",)),
    (at.INSTITUTIONS, "Institutions and buildings", (at.INSTITUTIONS, at.PLACES, at.METER)),
    (at.QUOTAS, "Quotas", (at.QUOTAS,)),
    (at.ALERTS, "Alerts", (at.ALERTS,)),
    (f"{at.DASHBOARDS}/water", "Figures", (at.DASHBOARDS,)),
    (at.BOARD, "Dispatch board", (at.BOARD, at.ORDERS)),
    (at.VEHICLES, "Vehicles", (at.VEHICLES,)),
    (at.QUALITY, "Data quality", (at.QUALITY, at.REJECTED, at.DEVICES, at.METERS)),
)
"""Where each way leads in Chinese, what it is called, and the first parts of paths whose way it is."""
_OTHER: Final = {Language.ZH_CN: (Language.EN, "English"), Language.EN: (Language.ZH_CN, "中文")}


@contextmanager
def head(
    words: Words,
    heading: str,
    addresses: Mapping[Language, str],
    headline: Callable[[], object] | str = "",
) -> Generator[None]:
    """Write the top of a page; `addresses` are its own in each language.

    `headline` stands beside the heading, or is drawn there. What is written within stands in a line of its
    own: links to what belongs to the page.
    """
    ui.add_head_html('<link rel="stylesheet" href="/static/console.css">')
    ui.add_head_html('<script defer src="/static/console.js"></script>')
    with box("top", "header"):
        with box("brand"):
            text(heading, "brand-name", "h1")
            if isinstance(headline, str):
                text(headline, "headline")
            else:
                headline()
        with box("switches"):
            _language(words, addresses)
            ground = ui.button(icon="contrast").props("flat round dense").classes("switch")
            ground.props["aria-label"] = words.text("Light or dark")
            ground.on("click", js_handler="() => window.guanjiaGround.toggle()")
            _who_is_in(words)
        _ways(words, addresses[Language.ZH_CN])
    with box("ways ways-within", "nav") as within:
        within.props["aria-label"] = words.text("On this page")
        yield


def way(name: str, address: str) -> None:
    """Write a link of the top of a page."""
    text(name, "switch", "a").props["href"] = address


def _ways(words: Words, here: str) -> None:
    section = f"/{here.partition('?')[0].split('/')[1]}"
    with box("ways", "nav") as ways:
        ways.props["aria-label"] = words.text("Pages")
        for path, name, below in _WAYS:
            link = text(words.text(name), "switch", "a")
            is_overview = path == at.OVERVIEW[Language.ZH_CN]
            link.props["href"] = (
                at.OVERVIEW[words.language] if is_overview else at.address(words.language, path)
            )
            if section in below:
                link.props["aria-current"] = "page"


def _language(words: Words, addresses: Mapping[Language, str]) -> None:
    other, name = _OTHER[words.language]
    link = text(name, "switch", "a")
    link.props["href"] = addresses[other]
    link.props["hreflang"] = "en" if other is Language.EN else "zh-CN"


def _who_is_in(words: Words) -> None:
    """Write who looks, with a menu: change the password, users for those who may, log out."""
    session, way_out = visitor(), door()
    button = ui.button(session.account.shown_name, icon="person").props("flat no-caps dense")
    with button.classes("switch who"), ui.menu().classes("who-menu"):
        text(f"{words.code('account kind', session.account.kind)} · {session.account.name}", "who-kind")
        if session.account.identity.may(Right.USERS):
            _item(words.text("Users"), at.address(words.language, at.USERS))
            if session.account.institution is None:
                _item(words.text("Audit log"), at.address(words.language, at.AUDIT))
        _item(words.text("Change the password"), PASSWORD)

        async def leave() -> None:
            await run.io_bound(way_out.leave, session)
            ui.navigate.to(LOGIN)

        ui.menu_item(words.text("Log out"), leave)


def _item(name: str, address: str) -> None:
    ui.menu_item(name, lambda: ui.navigate.to(address))
