"""`/alerts/silences`: what nobody is told of for now, why, and a button that ends it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from nicegui import ui

from dashboards.panel import Row
from models.identity import Right
from web.console.addresses import ALERTS, SILENCES
from web.console.alert_acts import AlertActs, AlertWords
from web.console.drawings.boxes import box, text
from web.console.figure_pages import FigurePages, panel
from web.console.form import Form
from web.console.listing import facts
from web.console.session import Seen, door, identity, seen, visitor


@dataclass(frozen=True, slots=True)
class SilencePage:
    """The page of one language."""

    pages: FigurePages
    rules: AlertWords
    acts: AlertActs

    async def build(self) -> None:
        """Build a card for each silence that is not over, the latest first."""
        source, words = seen(self.pages.source), self.pages.words
        with self.pages.page(words.text("Silences"), SILENCES):
            self.pages.crumbs(
                [(words.text("Alerts"), self.pages.address(ALERTS)), (words.text("Silences"), "")]
            )
            found = await self.pages.asked(partial(self._found, source))
            if found is None:
                return
            with box("grid"):
                if not found:
                    with panel("silences", ""):
                        text(words.text("Nothing is kept quiet"), "notice")
                for row in found:
                    with panel(f"silence-{row['silence_id']}", self._of_what(row), 6):
                        self._card(row)

    def _found(self, source: Seen) -> list[Row]:
        language = self.pages.words.language.value
        asked = {"silence": None, "language": language, "now": self.pages.now()}
        return source.rows("console/silences", asked)

    def _card(self, row: Row) -> None:
        words, zone = self.pages.words, row["timezone"]
        ends_at: datetime | None = row["ends_at"]
        until = words.instant(ends_at, zone) if ends_at else words.text("until somebody ends it")
        pairs = [
            (words.text("Begins"), words.instant(row["begins_at"], zone)),
            (words.text("Ends"), until),
            (words.text("Reason"), row["reason"]),
            (words.text("who did it"), row["author"]),
        ]
        if row["recurrence"]:
            hours = f"{row['lasting_s'] / timedelta(hours=1).total_seconds():g}"
            each = words.text("%(recurrence)s, %(hours)s h each", recurrence=row["recurrence"], hours=hours)
            pairs.insert(2, (words.text("Recurs"), each))
        facts(pairs)
        if identity().may(Right.ALERTS):
            self._end(row["silence_id"])

    def _end(self, silence: int) -> None:
        words, act = self.pages.words, partial(self.acts.end_silence, door(), visitor(), silence)
        form = Form(words)

        async def end() -> None:
            ended = await form.ask(act)
            if ended is not None:
                form.done(words.text("It is over; people are told again" if ended else "It is over already"))
                button_gone()

        button_gone = _once(form, words.text("End it now"), end)

    def _of_what(self, row: Row) -> str:
        words = self.pages.words
        rule = self.rules.title(row["rule"], words.language) if row["rule"] else ""
        whole = words.text("Every institution") if not row["institution"] else row["institution"]
        return " · ".join(filter(None, (whole, rule, row["subject"])))


def _once(form: Form, label: str, send: Callable[[], Any]) -> Callable[[], None]:
    """Write the button of a form, and return what takes it away."""
    with ui.element("div") as around:
        form.button(label, send, main=False)

    def take_away() -> None:
        around.set_visibility(False)

    return take_away
