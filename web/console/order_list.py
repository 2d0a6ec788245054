"""`/orders`: the orders, the latest first, with a filter by state and a search."""

from datetime import datetime
from urllib.parse import urlencode

from nicegui import ui

from models.dispatch import Order, OrderState
from models.dispatch_desk import Listing, OrderPage
from web.console.drawings.boxes import box, text
from web.console.order_pages import LONGEST_TEXT, OrderPages, link, panel


def add_order_list(pages: OrderPages) -> None:
    """Answer at the address of the list."""
    words = pages.words

    async def page(state: str = "", q: str = "", after: str = "") -> None:
        states = tuple(each for each in OrderState if each == state)
        wanted = Listing(states, text=q.strip()[:LONGEST_TEXT], after=_place(after))
        who = pages.dispatching.who()
        with pages.page("", words.text("Dispatch orders")), panel("orders", ""):
            _filter(pages, wanted)
            found = await pages.asked(lambda: pages.dispatching.desk.orders(who, wanted))
            zones = await pages.asked(
                lambda: {each.code: each.timezone for each in pages.dispatching.desk.institutions(who)}
            )
            if found is not None and zones is not None:
                _orders(pages, found, zones)
                _pager(pages, wanted, found)

    ui.page(pages.address(), title=words.text("guanjia"), language=pages.language, dark=None)(page)


def _filter(pages: OrderPages, wanted: Listing) -> None:
    words = pages.words
    state = wanted.states[0].value if wanted.states else ""
    options = {"": words.text("any state")} | {
        each.value: words.code("order state", each) for each in OrderState
    }

    def look() -> None:
        said = {"state": chosen.value or "", "q": typed.value or ""}
        ui.navigate.to(f"{pages.address()}?{urlencode({name: each for name, each in said.items() if each})}")

    with box("order-filter"):
        chosen = ui.select(options, value=state, label=words.text("state"), on_change=look)
        chosen.props("outlined dense options-dense").props["data-field"] = "state"
        typed = ui.input(words.text("search"), value=wanted.text)
        typed.props(f"outlined dense clearable maxlength={LONGEST_TEXT}").on("keydown.enter", look)
        typed.props["placeholder"] = words.text("number, purpose, destination, person or plate")
        typed.props["data-field"] = "q"
        typed.classes("order-search")
        link(words.text("Apply for a vehicle"), pages.address("/new"), "order-apply")


def _orders(pages: OrderPages, found: OrderPage, zones: dict[str, str]) -> None:
    if not found.orders:
        text(pages.words.text("No order"), "notice")
    with box("orders", "ul"):
        for order in found.orders:
            with box("", "li"):
                _card(pages, order, zones.get(order.institution))


def _card(pages: OrderPages, order: Order, zone: str | None) -> None:
    words = pages.words
    with box("order", "a") as card:
        card.props["href"] = pages.address(f"/{order.id}")
        with box("order-head"):
            text(order.number, "order-number", "span")
            text(words.code("order state", order.state), f"badge badge-{order.state}", "span")
        text(f"{order.destination} · {order.purpose}", "order-what")
        with box("order-facts"):
            begin, end = words.instant(order.planned_from, zone), words.instant(order.planned_to, zone)
            # of one day the day is said once
            end = end[11:] if begin[:10] == end[:10] else end
            text(f"{begin} – {end}", "", "span")
            for said in (order.plate, order.driver, order.applicant):
                if said:
                    text(said, "", "span")


def _pager(pages: OrderPages, wanted: Listing, found: OrderPage) -> None:
    said = {"state": "".join(wanted.states), "q": wanted.text}
    with box("order-pager"):
        if wanted.after is not None:
            link(pages.words.text("Newest orders"), f"{pages.address()}?{urlencode(said)}", "sheet-link")
        if found.next is not None:
            at, number = found.next
            said |= {"after": f"{at.isoformat()},{number}"}
            link(pages.words.text("Older orders"), f"{pages.address()}?{urlencode(said)}", "sheet-link")


def _place(after: str) -> tuple[datetime, int] | None:
    """Return where the page before ended; None for the first one, and for what is none."""
    at, _, number = after.partition(",")
    try:
        instant = datetime.fromisoformat(at)
        return (instant, int(number)) if instant.tzinfo else None
    except ValueError:
        return None
