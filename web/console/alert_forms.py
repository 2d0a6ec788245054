"""The forms on an alert's page: take it on, and keep it quiet for a time."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Final

from dashboards.panel import Row
from web.console.acknowledge_page import LONGEST_REMARK
from web.console.alert_acts import AlertActs
from web.console.drawings.boxes import box, text
from web.console.figure_pages import FigurePages, panel
from web.console.form import Form
from web.console.session import door, visitor

_LASTING: Final[Mapping[str, timedelta]] = {
    "4": timedelta(hours=4),
    "24": timedelta(days=1),
    "72": timedelta(days=3),
    "168": timedelta(days=7),
}
"""By hours."""


def act_forms(pages: FigurePages, acts: AlertActs, row: Row, *, is_waiting: bool) -> None:
    """Write the forms for an alert that fires."""
    words, session, way = pages.words, visitor(), door()
    alert = row["alert_id"]
    with panel("acknowledge", words.text("Take it on"), 6):
        text(words.text("You say that you have it: no reminders come until it is over."), "hint")
        if is_waiting:
            _acknowledge(Form(words), partial(acts.acknowledge, way, session, alert))
        else:
            text(words.text("Somebody has it already"), "notice")
    with panel("silence", words.text("Keep it quiet"), 6):
        text(words.text("Nobody is told of it for a time: of planned works, for example."), "hint")
        form = Form(words)
        with box("form-fields"):
            _fields(pages, form)

        async def silence() -> None:
            if not form.value("reason").strip():
                form.tell(words.text("Say why"))
                return
            lasting = _LASTING.get(form.value("lasting"), timedelta(days=1))
            ask = partial(acts.silence, way, session, alert, lasting, form.value("reason"))
            until = await form.ask(ask)
            if until is not None:
                form.empty("reason")
                form.done(words.text("Quiet until %(until)s", until=words.instant(until, row["timezone"])))

        form.button(words.text("Silence"), silence)


def _fields(pages: FigurePages, form: Form) -> None:
    options = {key: _lasting(pages, lasting) for key, lasting in _LASTING.items()}
    form.choice("lasting", form.words.text("For how long"), options, "24")
    form.line("reason", form.words.text("Reason"), longest=LONGEST_REMARK)


def _acknowledge(form: Form, act: "partial[bool]") -> None:
    words = form.words
    with box("form-fields"):
        form.line("note", words.text("Note"), longest=LONGEST_REMARK)

    async def take() -> None:
        taken = await form.ask(partial(act, form.value("note")))
        if taken is not None:
            form.empty("note")
            form.done(
                words.text("You have it now; no reminders come until it is over")
                if taken
                else words.text("Somebody has it already")
            )

    form.button(words.text("I take it on"), take)


def _lasting(pages: FigurePages, lasting: timedelta) -> str:
    hours = int(lasting / timedelta(hours=1))
    if hours < 24:
        return pages.words.text("%(hours)s hours", hours=hours)
    return pages.words.text("%(days)s days", days=hours // 24)
