"""`/rejected`: messages that could not be stored, what they held, and trying them again."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from nicegui import run, ui
from nicegui.elements.mixins.text_element import TextElement

from models.errors import GuanjiaError
from models.identity import Identity, Right
from models.quality import RejectedRow, Replay
from models.refusals import Reason
from storage.quality import RejectedWanted
from web.console.drawings.boxes import box, text
from web.console.form import Form
from web.console.order_pages import day_of, panel
from web.console.quality_pages import LONGEST_SEARCH, ROWS, QualityPages, page_of

_PATH: Final = "/rejected"
_ZONE: Final = ZoneInfo("Asia/Shanghai")
"""Messages of unknown devices are of no site: all are told in the time of this one."""
_MOST_TOLD: Final = 20
Act = Callable[[Identity], Replay]


def add_rejected_page(pages: QualityPages) -> None:
    """Answer at the address of the list."""
    words, judging = pages.words, pages.judging

    async def page(reason: str = "", q: str = "", day: str = "", every: str = "", after: str = "") -> None:
        who, wanted = judging.who(), _wanted(reason, q, day, every, after)
        with pages.page(_PATH, words.text("Refused messages")):
            reasons = await pages.asked(lambda: judging.desk.rejected_reasons(who))
            found = await pages.asked(lambda: judging.desk.rejected(who, wanted))
            if reasons is None or found is None:
                return
            with panel("rejected", ""):
                _filter(pages, wanted, reasons, day)
                _Messages(pages, wanted).write(found, reasons)
                _, last = page_of(found)
                said = {"reason": reason, "q": q, "day": day, "every": every}
                first = "" if wanted.after is None else pages.address(_PATH, **said)
                following = "" if last is None else pages.address(_PATH, **said, after=last.rejected_id)
                pages.pager(first, following)

    ui.page(pages.address(_PATH), title=words.text("guanjia"), language=pages.language, dark=None)(page)


def _wanted(reason: str, search: str, day: str, settled: str, after: str) -> RejectedWanted:
    since, until = _span(day_of(day))
    return RejectedWanted(
        reason=reason if reason in set(Reason) else None,
        settled=bool(settled),
        text=search.strip()[:LONGEST_SEARCH],
        since=since,
        until=until,
        after=int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else None,
        rows=ROWS,
    )


def _span(day: date | None) -> tuple[datetime | None, datetime | None]:
    if day is None or not 2000 <= day.year <= 2100:
        return None, None
    begin = datetime.combine(day, time(), _ZONE)
    return begin, begin + timedelta(days=1)


def _filter(pages: QualityPages, wanted: RejectedWanted, reasons: dict[str, int], day: str) -> None:
    words = pages.words
    options = {"": words.text("any reason")} | {
        each.value: f"{words.code('reason', each)} ({reasons.get(each, 0)})" for each in Reason
    }

    def look() -> None:
        said = {
            "reason": chosen.value,
            "q": typed.value,
            "day": on.value,
            "all": "yes" if every.value else "",
        }
        ui.navigate.to(pages.address(_PATH, **said))

    with box("order-filter"):
        chosen = ui.select(options, value=wanted.reason or "", label=words.text("Reason"), on_change=look)
        chosen.props("outlined dense options-dense").props["data-field"] = "reason"
        on = ui.input(words.text("received on"), value=day if wanted.since else "", on_change=look)
        on.props("type=date outlined dense stack-label").props["data-field"] = "day"
        typed = ui.input(words.text("search"), value=wanted.text).props("outlined dense clearable")
        typed.props["placeholder"] = words.text("site or device")
        typed.props["maxlength"] = LONGEST_SEARCH
        typed.classes("order-search").on("keydown.enter", look)
        every = ui.checkbox(words.text("settled ones too"), value=wanted.settled, on_change=look)


class _Messages:
    """The list of one viewer, and what came of trying again."""

    def __init__(self, pages: QualityPages, wanted: RejectedWanted) -> None:
        self._pages = pages
        self._words = pages.words
        self._wanted = wanted
        self._may = pages.judging.who().may(Right.REGISTRY)
        self._form = Form(pages.words)

    def write(self, found: Sequence[RejectedRow], reasons: dict[str, int]) -> None:
        """Write it."""
        judging, reason = self._pages.judging, self._wanted.reason
        self._again = box("again")
        if self._may and reason is not None and reasons.get(reason):
            label = self._words.text("Try all of this reason again (%(count)s)", count=reasons[reason])
            self._form.button(label, self._sender(lambda who: judging.desk.replay_all(who, reason)))
        rows, _ = page_of(found)
        if not rows:
            text(self._words.text("No message is refused"), "notice")
        with box("orders", "ul"):
            for row in rows:
                with box("", "li") as item:
                    item.props["data-message"] = row.rejected_id
                    self._message(row)

    def _message(self, row: RejectedRow) -> None:
        words, judging = self._words, self._pages.judging
        with box("message"):
            with box("order-head"):
                text(words.instant(row.received_at, _ZONE.key), "order-number", "span")
                text(words.code("reason", row.reason), "badge badge-silent", "span")
                text(row.topic, "message-topic", "span")
            text(row.detail, "order-what")
            if row.replayed_at is not None:
                said = words.instant(row.replayed_at, _ZONE.key)
                key = "stored at %(at)s, tried again by %(who)s" if row.replayed_by else "stored at %(at)s"
                text(words.text(key, at=said, who=row.replayed_by), "hint")
            shown = text("", "payload", "pre")
            shown.props["tabindex"] = "0"
            shown.set_visibility(False)
            with box("form-buttons"):
                self._payload(row, shown)
                if self._may and row.replayed_at is None:
                    send = self._sender(lambda who: judging.desk.replay(who, [row.rejected_id]))
                    self._form.button(words.text("Try again"), send, main=False)

    def _payload(self, row: RejectedRow, shown: TextElement) -> None:
        words, judging = self._words, self._pages.judging
        label = words.text("Show what it held (%(bytes)s bytes)", bytes=words.count(row.payload_bytes))

        async def show() -> None:
            who = judging.who()
            try:
                payload = await run.io_bound(lambda: judging.desk.payload(who, row.rejected_id))
            except GuanjiaError as error:
                payload = words.text("No data: %(reason)s", reason=error)
            shown.text = payload or ""
            shown.set_visibility(not shown.visible)

        button = ui.button(label, on_click=show).props("no-caps flat dense")
        button.props["data-show"] = row.rejected_id

    def _sender(self, act: Act) -> Callable[[], Awaitable[None]]:
        async def send() -> None:
            who = self._pages.judging.who()
            outcome = await self._form.ask(lambda: act(who))
            if outcome is not None:
                self._tell(outcome)

        return send

    def _tell(self, outcome: Replay) -> None:
        words = self._words
        told = words.text(
            "%(settled)s settled, %(readings)s readings stored, %(refused)s refused again",
            settled=outcome.settled, readings=outcome.readings, refused=len(outcome.refused),
        )  # fmt: skip
        self._form.done(told)
        self._again.clear()
        with self._again:
            for each in outcome.refused[:_MOST_TOLD]:
                reason = words.code("reason", each.reason)
                text(f"{each.rejected_id}  {reason}: {each.detail}", "hint")
