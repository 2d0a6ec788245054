"""The mails the demo caught, and the window that shows one."""

from collections.abc import Sequence

from nicegui import run, ui
from nicegui.element import Element

from dashboards.panels import SITES
from models.errors import GuanjiaError
from web.console.drawings.boxes import box, text
from web.console.mails import Mail, Mailbox
from web.console.results import SeenResults
from web.console.words import UNKNOWN, Words

_MOST = 30
_EVERY_SECONDS = 5.0


class MailList:
    """The newest mails; a click shows one in a frame that runs no script and loads nothing."""

    def __init__(self, mailbox: Mailbox | None, words: Words, results: SeenResults) -> None:
        self._mailbox = mailbox
        self._words = words
        self._results = results
        self._shown: Sequence[Mail] = ()
        self._zone: str | None = None
        self._window = _Window(words)
        with box("panel panel-mails", "section") as section:
            section.props["data-panel"] = "mails"
            with box("panel-head"):
                text(words.text("Mails caught"), "panel-title", "h2")
            self._list: Element = box("mails")
            # what is not known yet is not nothing
            self._notice = text(self._reason() if mailbox is None else words.text("Loading"), "notice")
        if mailbox is not None:
            ui.timer(_EVERY_SECONDS, self._refresh)

    def _reason(self) -> str:
        if self._mailbox is None:
            return self._words.text("Mail goes to the organisation's own mail server: nothing is caught here")
        return self._words.text("No mail yet: it comes when an alert begins to fire")

    async def _refresh(self) -> None:
        if self._mailbox is None:
            return
        mails = await run.io_bound(self._mailbox.latest, _MOST) or []
        if mails == self._shown:
            return
        self._zone = await self._site_zone()
        self._shown = mails
        self._notice.set_text(self._reason())
        self._notice.set_visibility(not mails)
        self._list.clear()
        with self._list:
            for mail in mails:
                self._line(mail)

    async def _site_zone(self) -> str | None:
        """Mail is dated in UTC, its readers live where the site is."""
        try:
            sites = await self._results.rows(SITES, self._words.language)
        except GuanjiaError:
            return None
        return sites[0]["timezone"] if sites else None

    def _line(self, mail: Mail) -> None:
        at = self._words.instant(mail.at, self._zone) if mail.at else UNKNOWN
        with box("mail", "button").on("click", lambda: self._window.open(mail, at)) as line:
            line.props["type"] = "button"
            text(mail.subject or UNKNOWN, "mail-subject")
            with box("mail-facts"):
                text(mail.recipients)
                text(at)


class _Window:
    def __init__(self, words: Words) -> None:
        with ui.dialog() as self._dialog, box("mail-window"):
            with box("mail-window-head"):
                self._subject = text("", "mail-window-subject", "h2")
                close = ui.button(icon="close", on_click=self._dialog.close).props("flat round dense")
                close.props["aria-label"] = words.text("Close")
            self._facts = text("", "mail-window-facts")
            self._page = box("mail-page", "iframe")
            # an empty sandbox: no script, no form, no same origin; the answer's own headers say so again
            self._page.props["sandbox"] = ""
            self._page.props["referrerpolicy"] = "no-referrer"
            self._page.props["title"] = words.text("Mails caught")

    def open(self, mail: Mail, at: str) -> None:
        """Show one mail."""
        self._subject.text = mail.subject
        self._facts.text = f"{mail.sender} → {mail.recipients} · {at}"
        self._page.props["src"] = f"/mails/{mail.name}"
        self._dialog.open()
