"""`/users`: who may log in; for administrators."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import run, ui
from nicegui.language import Language as PageLanguage

from models.accounts import Account, Kind
from models.errors import GuanjiaError
from storage.accounts import AccountError, NewAccount
from storage.sessions import Session
from web.console.addresses import USERS, address, in_each
from web.console.drawings.boxes import box, text
from web.console.session import visitor
from web.console.top_bar import head
from web.console.user_desk import UserDesk
from web.console.words import Words


@dataclass(frozen=True, slots=True)
class UserPages:
    """What the pages of one language need."""

    desk: UserDesk
    words: Words

    async def users_page(self) -> None:
        """Build the list of accounts."""
        session, say = visitor(), self.words.text
        with box("console"):
            with head(self.words, say("Users"), in_each(USERS)):
                pass
            with box("grid"), box("panel span-12", "section"):
                told = text("", "told")
                told.props["role"] = "status"
                rows = ui.refreshable(lambda: self._rows(session, told_by))

                async def told_by(act: Callable[[], str | None]) -> None:
                    told.text = await self._said(act)
                    await rows.refresh()

                await rows()
                await self._form(session, told_by)

    async def _rows(self, session: Session, told_by: "Tell") -> None:
        say = self.words.text
        try:
            found = await run.io_bound(self.desk.listed, session) or []
        except GuanjiaError as error:
            text(why(self.words, error), "notice")
            return
        titles = ("Account", "Name shown", "account kind", "institution", "state", "")
        with box("sheet-scroll"), box("sheet", "table"):
            with box("", "thead"), box("", "tr"):
                for title in titles:
                    text(say(title) if title else "", "", "th")
            with box("", "tbody"):
                for account in found:
                    self._row(session, account, told_by)

    def _row(self, session: Session, account: Account, told_by: "Tell") -> None:
        say = self.words.text
        is_on = account.disabled_at is None
        with box("", "tr") as row:
            row.props["data-account"] = account.name
            for cell in (
                account.name,
                account.shown_name,
                self.words.code("account kind", account.kind),
                account.institution or say("every institution"),
                say("in use" if is_on else "disabled"),
            ):
                with box("", "td"):
                    text(cell, "", "span")

            def switch() -> None:
                (self.desk.disable if is_on else self.desk.enable)(session, account.name)

            def reset() -> str:
                return self._password(account.name, self.desk.reset(session, account.name))

            with box("", "td"):
                _button(say("New password"), lambda: told_by(reset))
                if account.id != session.account.id:
                    _button(say("Disable" if is_on else "Enable"), lambda: told_by(switch))

    async def _form(self, session: Session, told_by: "Tell") -> None:
        say = self.words.text
        try:
            names = await run.io_bound(self.desk.institutions, session) or {}
        except GuanjiaError:
            return
        # the choice of every institution is whose who see every one
        every = {"": say("every institution")} if session.account.institution is None else {}
        choices = {**every, **{code: f"{name} ({code})" for code, name in names.items()}}
        text(say("Add a user"), "panel-title", "h2")
        with box("form"):
            name = ui.input(say("Account")).props("dense outlined")
            shown = ui.input(say("Name shown")).props("dense outlined")
            kind = ui.select(
                {kind.value: self.words.code("account kind", kind) for kind in Kind}, value=Kind.VIEWER.value,
                label=say("account kind"),
            ).props("dense outlined")  # fmt: skip
            where = ui.select(
                choices,
                value=next(iter(choices), None),
                label=say("institution"),
                with_input=len(choices) > 12,
            ).props("dense outlined")

            def add() -> str:
                typed = (name.value or "").strip()
                new = NewAccount(
                    typed, (shown.value or "").strip() or typed, Kind(kind.value), where.value or None,
                    self.words.language,
                )  # fmt: skip
                return self._password(typed, self.desk.add(session, new))

            _button(say("Add"), lambda: told_by(add))

    def _password(self, name: str, password: str) -> str:
        return self.words.text(
            "The password of %(name)s, shown this once: %(password)s", name=name, password=password
        )

    async def _said(self, act: Callable[[], str | None]) -> str:
        try:
            return await run.io_bound(act) or ""
        except GuanjiaError as error:
            return why(self.words, error)


Tell = Callable[[Callable[[], str | None]], Awaitable[None]]


def add_user_pages(pages: UserPages, language: PageLanguage) -> None:
    """Answer at the address of a language."""
    title, path = pages.words.text("guanjia"), address(pages.words.language, USERS)
    ui.page(path, title=title, language=language, dark=None)(pages.users_page)


def why(words: Words, error: GuanjiaError) -> str:
    """Return why something about accounts cannot be done or seen."""
    if isinstance(error, AccountError):
        return words.text(error.key)
    return words.text("The database does not answer: try again in a few minutes")


def _button(name: str, act: Callable[[], Awaitable[None]]) -> None:
    ui.button(name, on_click=act).props("flat dense no-caps")
