"""`/orders/duty`: which vehicles are registered for duty on a day, and a form to register one."""

from nicegui import ui

from models.dispatch_desk import DutyEntry, DutyTime
from models.identity import Right
from web.console.check_page import days
from web.console.drawings.boxes import box, text
from web.console.drawings.sheet import sheet
from web.console.form import Form
from web.console.order_pages import OrderPages, Redraw, day_of, panel


def add_duty_page(pages: OrderPages) -> None:
    """Answer at the address of duty."""
    words, dispatching = pages.words, pages.dispatching

    async def page(day: str = "") -> None:
        who = dispatching.who()

        async def draw() -> None:
            found = await pages.asked(lambda: dispatching.desk.duty(who, day_of(day)))
            zone = await pages.asked(lambda: dispatching.desk.institutions(who))
            if found is not None and zone is not None:
                with panel("duty", str(found[0])):
                    days(pages, "/duty", found[0])
                    _duty(pages, found[1], zone[0].timezone if zone else "Asia/Shanghai")

        drawn = ui.refreshable(draw)
        with pages.page("/duty", words.text("Duty of vehicles")):
            await drawn()
            if who.may(Right.DISPATCH):
                await _entry(pages, drawn.refresh)

    ui.page(pages.address("/duty"), title=words.text("guanjia"), language=pages.language, dark=None)(page)


def _duty(pages: OrderPages, found: list[DutyTime], zone: str) -> None:
    words = pages.words
    if not found:
        text(words.text("Nobody is registered for this day"), "notice")
        return
    names = ("vehicle", "duty begins", "duty ends", "reason", "registered by", "registered at")
    rows = [
        [
            one.plate,
            words.instant(one.starts_at, zone),
            words.instant(one.ends_at, zone),
            one.reason,
            one.registered_by,
            words.instant(one.registered_at, zone),
        ]
        for one in found
    ]
    sheet([words.text(name) for name in names], rows)


async def _entry(pages: OrderPages, redraw: Redraw) -> None:
    words, dispatching = pages.words, pages.dispatching
    who = dispatching.who()
    plates = await pages.asked(lambda: dispatching.desk.vehicles(who))
    with panel("duty-entry", words.text("Register the duty")):
        form = Form(words)
        with box("form-fields"):
            form.choice("plate", words.text("vehicle"), {plate: plate for plate in plates or ()})
            form.line("starts_at", words.text("duty begins"), kind="datetime-local")
            form.line("ends_at", words.text("duty ends"), kind="datetime-local")
            form.line("reason", words.text("reason"), longest=200)

        async def send() -> None:
            names = ("plate", "starts_at", "ends_at", "reason")
            said, who = DutyEntry(*(form.value(name) for name in names)), dispatching.who()
            is_new = await form.ask(lambda: dispatching.desk.register_duty(who, said))
            if is_new is not None:
                form.done(words.text("Written down" if is_new else "Registered before"))
                await redraw()

        form.button(words.text("Register the duty"), send)
