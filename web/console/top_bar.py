"""The end of every page's top bar: who is logged in, and the way out."""

from nicegui import run, ui

from models.identity import Right
from models.registry import Language
from web.console.drawings.boxes import text
from web.console.gate import LOGIN, PASSWORD
from web.console.session import door, visitor
from web.console.words import Words

USERS = {Language.ZH_CN: "/users", Language.EN: "/en/users"}
"""Where the list of accounts stands."""
AUDIT = {Language.ZH_CN: "/audit", Language.EN: "/en/audit"}
"""Where the audit log stands."""


def who_is_in(words: Words) -> None:
    """Write who looks, with a menu: change the password, users for those who may, log out."""
    session, way_out = visitor(), door()
    button = ui.button(session.account.shown_name, icon="person").props("flat no-caps dense")
    with button.classes("switch who"), ui.menu().classes("who-menu"):
        text(f"{words.code('account kind', session.account.kind)} · {session.account.name}", "who-kind")
        if session.account.identity.may(Right.USERS):
            _item(words.text("Users"), USERS[words.language])
            if session.account.institution is None:
                _item(words.text("Audit log"), AUDIT[words.language])
        _item(words.text("Change the password"), PASSWORD)

        async def leave() -> None:
            await run.io_bound(way_out.leave, session)
            ui.navigate.to(LOGIN)

        ui.menu_item(words.text("Log out"), leave)


def _item(name: str, address: str) -> None:
    ui.menu_item(name, lambda: ui.navigate.to(address))
