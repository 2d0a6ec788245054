"""`/audit`: who did what when, and what it was before; for administrators of every institution."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from nicegui import run, ui
from nicegui.language import Language as PageLanguage

from dashboards.panels import SITES
from models.errors import GuanjiaError
from storage.audit import Entry
from web.console.addresses import AUDIT, address, in_each
from web.console.drawings.boxes import box, text
from web.console.drawings.sheet import sheet
from web.console.results import Results
from web.console.session import visitor
from web.console.top_bar import head
from web.console.user_desk import UserDesk
from web.console.user_pages import why
from web.console.words import UNKNOWN, Words

_PAGE = 100
_LONGEST_SUBJECT = 80
_TITLES = ("time", "who did it", "what was done", "about what", "was", "became")


@dataclass(frozen=True, slots=True)
class AuditPage:
    """What the page of one language needs."""

    desk: UserDesk
    results: Results
    words: Words

    async def build(self, about: str = "", older: int | None = None) -> None:
        """Build a page of entries about subjects that hold a text, older than one."""
        session, say = visitor(), self.words.text
        about = about[:_LONGEST_SUBJECT]
        with box("console"):
            with head(self.words, say("Audit log"), in_each(AUDIT)):
                pass
            with box("grid"), box("panel span-12", "section"):
                field = ui.input(say("Look for a subject"), value=about).props("dense outlined clearable")
                field.on("keydown.enter", lambda: ui.navigate.to(self._address(field.value or "", None)))
                try:
                    entries = await run.io_bound(self.desk.entries, session, about, older) or []
                except GuanjiaError as error:
                    text(why(self.words, error), "notice")
                    return
                if not entries:
                    text(say("Nothing was written down yet"), "notice")
                self._table(entries, await self._zone(session.account.identity.database_role))
                if len(entries) == _PAGE:
                    text(say("Older"), "switch", "a").props["href"] = self._address(about, entries[-1].id)

    def _address(self, about: str, older: int | None) -> str:
        query = {"about": about} | ({} if older is None else {"older": str(older)})
        return f"{address(self.words.language, AUDIT)}?{urlencode(query)}"

    async def _zone(self, role: str) -> str | None:
        """Return the time zone of the largest site; None, for UTC, where there is none."""
        try:
            sites = await self.results.rows(SITES, self.words.language, role)
        except GuanjiaError:
            return None
        return sites[0]["timezone"] if sites else None

    def _table(self, entries: list[Entry], zone: str | None) -> None:
        titles = [self.words.text(title) for title in _TITLES]
        sheet(titles, [self._cells(entry, zone) for entry in entries], is_wrapped=True)

    def _cells(self, entry: Entry, zone: str | None) -> list[str]:
        kind, _, name = entry.subject.partition(" ")
        return [
            self.words.instant(entry.at, zone),
            entry.author,
            self.words.code("audit", entry.action),
            f"{self.words.code('audit subject', kind)} {name}".rstrip(),
            self._said(entry.was),
            self._said(entry.became),
        ]

    def _said(self, fields: Mapping[str, object] | None) -> str:
        known = {name: value for name, value in (fields or {}).items() if value not in (None, "", [])}
        lines = (f"{self.words.code('audit field', name)}: {self._value(v)}" for name, v in known.items())
        return "; ".join(lines) or UNKNOWN

    def _value(self, value: object) -> str:
        if isinstance(value, list):
            return ", ".join(str(each) for each in value)
        return self.words.code("audit value", str(value))


def add_audit_page(page: AuditPage, language: PageLanguage) -> None:
    """Answer at the address of a language."""
    title, path = page.words.text("guanjia"), address(page.words.language, AUDIT)
    ui.page(path, title=title, language=language, dark=None)(page.build)
