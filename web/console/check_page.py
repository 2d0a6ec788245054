"""`/orders/checks`: the three checks (三检) of every vehicle on a day, and a form to write one down."""

from datetime import date, timedelta

from nicegui import ui

from models.dispatch import CheckKind
from models.dispatch_desk import CheckEntry, MadeCheck, VehicleChecks
from models.identity import Identity, Right
from web.console.drawings.boxes import box
from web.console.drawings.sheet import sheet
from web.console.form import Form
from web.console.order_pages import OrderPages, Redraw, day_of, link, panel


def add_check_page(pages: OrderPages) -> None:
    """Answer at the address of daily checks."""
    words, dispatching = pages.words, pages.dispatching

    async def page(day: str = "") -> None:
        who = dispatching.who()
        shown = [day]

        async def draw() -> None:
            found = await pages.asked(lambda: dispatching.desk.checks(who, day_of(day)))
            if found is not None:
                shown[0] = str(found[0])
                with panel("checks", str(found[0])):
                    days(pages, "/checks", found[0])
                    _checks(pages, found[1])

        drawn = ui.refreshable(draw)
        with pages.page("/checks", words.text("Daily checks")):
            await drawn()
            if who.may(Right.DISPATCH):
                await _entry(pages, shown[0], drawn.refresh)

    ui.page(pages.address("/checks"), title=words.text("guanjia"), language=pages.language, dark=None)(page)


def days(pages: OrderPages, end: str, day: date) -> None:
    """Write links to the days around one."""
    with box("order-pager"):
        for name, other in (("Previous day", day - timedelta(days=1)), ("Next day", day + timedelta(days=1))):
            link(pages.words.text(name), f"{pages.address(end)}?day={other}", "sheet-link")


def _checks(pages: OrderPages, found: list[VehicleChecks]) -> None:
    words = pages.words
    titles = [words.text("vehicle"), *(words.code("daily check", kind) for kind in CheckKind)]
    sheet(titles, [[one.plate, *(_said(pages, one.made.get(kind)) for kind in CheckKind)] for one in found])


def _said(pages: OrderPages, made: MadeCheck | None) -> str:
    words = pages.words
    if made is None:
        return words.text("not made")
    passed = (
        words.text("passed") if made.passed else words.text("not passed: %(defects)s", defects=made.defects)
    )
    return f"{passed} · {made.driver}"


async def _entry(pages: OrderPages, day: str, redraw: Redraw) -> None:
    words, dispatching = pages.words, pages.dispatching
    who = dispatching.who()
    plates = await pages.asked(lambda: dispatching.desk.vehicles(who))
    with panel("check-entry", words.text("Write the check down")):
        form = Form(words)
        with box("form-fields"):
            form.choice("plate", words.text("vehicle"), {plate: plate for plate in plates or ()})
            form.line("day", words.text("day"), day, kind="date")
            kinds = {kind.value: words.code("daily check", kind) for kind in CheckKind}
            form.choice("kind", words.text("kind of check"), kinds, CheckKind.BEFORE)
            form.line("driver", words.text("driver"), longest=50)
            form.remark("defects", words.text("defects"))

        async def send() -> None:
            said = CheckEntry(
                form.value("plate"),
                form.value("day"),
                CheckKind(form.value("kind") or CheckKind.BEFORE),
                form.value("driver"),
                form.value("defects"),
            )
            who = dispatching.who()
            if await form.ask(lambda: _written(pages, said, who)):
                form.empty("defects")
                form.done(words.text("Written down"))
                await redraw()

        form.button(words.text("Write the check down"), send)


def _written(pages: OrderPages, said: CheckEntry, who: Identity) -> bool:
    pages.dispatching.desk.write_check(who, said)
    return True
