"""`/orders/ID`: one order with its history, what it drove, and what can be done now."""

from dataclasses import dataclass
from typing import Final

from babel.numbers import format_decimal
from nicegui import ui

from models.dispatch import FOLLOWER, OrderState
from models.dispatch_desk import Choice, OrderFile, Step
from models.identity import Identity, Right
from models.registry import Language
from web.console.drawings.boxes import box, text
from web.console.drawings.sheet import sheet
from web.console.form import Form, Send
from web.console.order_pages import OrderPages, Redraw, panel
from web.console.words import UNKNOWN

_NEGATIVE: Final = frozenset({OrderState.REFUSED, OrderState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Answer:
    """What there is of an order, and who may be sent for it."""

    file: OrderFile
    vehicles: list[Choice]
    drivers: list[Choice]


def add_order_page(pages: OrderPages) -> None:
    """Answer at the address of each order."""
    words = pages.words

    async def page(number: int, new: str = "") -> None:
        async def draw(told: str = "") -> None:
            who = pages.dispatching.who()
            answer = await pages.asked(lambda: _asked(pages, who, number))
            if answer is not None:
                _show(pages, answer, told, drawn.refresh)

        drawn = ui.refreshable(draw)
        with pages.page(f"/{number}", words.text("Dispatch orders")):
            await drawn(words.text("It is applied for, and waits to be approved") if new else "")

    address = pages.address("/{number}")
    ui.page(address, title=words.text("guanjia"), language=pages.language, dark=None)(page)


def _asked(pages: OrderPages, who: Identity, number: int) -> Answer:
    desk = pages.dispatching.desk
    file = desk.order(who, number)
    if OrderState.DISPATCHED not in file.steps or not who.may(Right.DISPATCH):
        return Answer(file, [], [])
    return Answer(file, *desk.choices(who, number))


def _show(pages: OrderPages, answer: Answer, told: str, redraw: Redraw) -> None:
    words, file = pages.words, answer.file
    title = words.text("Dispatch order %(number)s", number=file.order.number)
    with panel("order", title):
        text(words.code("order state", file.order.state), f"badge badge-{file.order.state}", "span")
        _facts(pages, file)
    with panel("steps", words.text("What can be done")):
        if told:
            text(told, "form-told").props["role"] = "status"
        if file.steps:
            _steps(pages, answer, redraw)
        else:
            text(words.text("Nothing can be done here now"), "notice")
    with panel("outings", words.text("Outings of the order")):
        _outings(pages, file)
    with panel("history", words.text("What happened")):
        _history(pages, file)


def _facts(pages: OrderPages, file: OrderFile) -> None:
    words, order = pages.words, file.order
    english = words.language is Language.EN and file.institution_name_en
    point = "" if order.lon is None or order.lat is None else f"{order.lon:.6f}, {order.lat:.6f}"
    facts = (
        ("institution", file.institution_name_en if english else file.institution_name),
        ("applicant", order.applicant),
        ("purpose", order.purpose),
        ("destination", order.destination),
        ("place of the destination", order.fence or point),
        ("leaves", words.instant(order.planned_from, file.timezone)),
        ("is back", words.instant(order.planned_to, file.timezone)),
        ("passengers", order.passengers),
        ("vehicle", order.plate or ""),
        ("driver", file.driver_name),
    )
    with box("facts", "dl"):
        for name, value in facts:
            text(words.text(name), "", "dt")
            text(value or UNKNOWN, "", "dd")


def _steps(pages: OrderPages, answer: Answer, redraw: Redraw) -> None:
    words, file = pages.words, answer.file
    form = Form(words)
    with box("form-fields"):
        if answer.vehicles or answer.drivers:
            order = file.order
            form.choice("plate", words.text("vehicle"), _options(pages, answer.vehicles), order.plate or "")
            if answer.drivers:
                people = _options(pages, answer.drivers)
                form.choice("driver", words.text("driver"), people, order.driver)
            else:
                form.line("driver", words.text("driver"), order.driver, longest=50)
        form.remark("note", words.text("note"))
    with box("form-buttons"):
        for to in file.steps:
            send = _sender(pages, form, file, to, redraw)
            form.button(words.text(f"order step, {to}"), send, main=to not in _NEGATIVE)


def _sender(pages: OrderPages, form: Form, file: OrderFile, to: OrderState, redraw: Redraw) -> Send:
    words, dispatching = pages.words, pages.dispatching

    async def send() -> None:
        who = dispatching.who()
        chosen = to is OrderState.DISPATCHED
        wanted = Step(
            to,
            form.value("note"),
            form.value("plate") if chosen else "",
            form.value("driver") if chosen else "",
            file.order.state,
        )
        moved = await form.ask(lambda: dispatching.desk.move(who, file.order.id, wanted))
        if moved is not None:
            state = words.code("order state", moved.order.state)
            await redraw(words.text("The order is now: %(state)s", state=state))

    return send


def _options(pages: OrderPages, choices: list[Choice]) -> dict[str, str]:
    words = pages.words
    return {
        each.code: f"{each.name} · "
        + (words.text("sent for %(number)s", number=each.busy) if each.busy else words.text("free"))
        for each in choices
    }


def _outings(pages: OrderPages, file: OrderFile) -> None:
    words = pages.words
    if not file.outings:
        text(words.text("No outing belongs to it yet"), "notice")
        return
    rows = [
        [
            words.instant(each.started_at, file.timezone),
            words.text("under way") if each.ended_at is None else words.instant(each.ended_at, file.timezone),
            _km(pages, each.distance_m),
        ]
        for each in file.outings
    ]
    if len(rows) > 1:
        rows.append(["", "", _km(pages, file.driven_m)])
    sheet([words.text("set off at"), words.text("home at"), words.text("kilometres")], rows)


def _history(pages: OrderPages, file: OrderFile) -> None:
    words = pages.words
    titles = [words.text(name) for name in ("time", "state", "who", "remark")]
    rows = [
        [
            words.instant(change.at, file.timezone),
            words.code("order state", change.state),
            words.text("guanjia, by its tracker") if change.author == FOLLOWER else change.author,
            change.note,
        ]
        for change in file.changes
    ]
    sheet(titles, rows)


def _km(pages: OrderPages, metres: float) -> str:
    return format_decimal(metres / 1000, "#,##0.0", pages.words.locale)
