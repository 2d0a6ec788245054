"""`/devices`: what speaks, when it was last heard, and whether it is silent."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from nicegui import ui

from models.quality import DeviceLine
from models.registry import DeviceKind
from storage.quality import DevicesWanted
from web.console.drawings.boxes import box, text
from web.console.drawings.sheet import Cell, sheet
from web.console.order_pages import panel
from web.console.quality_pages import LONGEST_SEARCH, ROWS, QualityPages, instant_of, page_of
from web.console.words import UNKNOWN

_PATH: Final = "/devices"
_NEVER: Final = "never"


def add_device_page(pages: QualityPages) -> None:
    """Answer at the address of the list."""
    words, judging = pages.words, pages.judging

    async def page(
        q: str = "", kind: str = "", silent: str = "", sort: str = "", institution: str = "", after: str = ""
    ) -> None:
        who = judging.who()
        wanted = DevicesWanted(
            text=q.strip()[:LONGEST_SEARCH],
            kind=kind if kind in set(DeviceKind) else None,
            silent={"yes": True, "no": False}.get(silent),
            institution=institution or None,
            by_silence=sort == "silence",
            after=_after(after),
            rows=ROWS,
        )
        with pages.page(_PATH, words.text("Devices")), panel("devices", ""):
            _filter(pages, wanted, silent)
            found = await pages.asked(lambda: judging.desk.devices(who, wanted))
            if found is not None:
                _devices(pages, found)
                said = {"q": q, "kind": kind, "silent": silent, "sort": sort, "institution": institution}
                _, last = page_of(found)
                first = "" if wanted.after is None else pages.address(_PATH, **said)
                following = ""
                if last is not None:
                    instant = _NEVER if last.last_at is None else last.last_at.isoformat()
                    following = pages.address(_PATH, **said, after=f"{instant},{last.device}")
                pages.pager(first, following)

    ui.page(pages.address(_PATH), title=words.text("guanjia"), language=pages.language, dark=None)(page)


def _after(after: str) -> tuple[datetime | None, str] | None:
    """Return where the page before ended; None for the first one, and for what is none."""
    at, _, code = after.partition(",")
    instant = instant_of(at)
    return (instant, code) if code and (instant is not None or at == _NEVER) else None


def _filter(pages: QualityPages, wanted: DevicesWanted, silent: str) -> None:
    words = pages.words
    kinds = {"": words.text("any kind")} | {each.value: words.code("device", each) for each in DeviceKind}
    states = {"": words.text("any state")} | {
        said: words.code("heard", code) for said, code in (("yes", "silent"), ("no", "reporting"))
    }
    orders = {"": words.text("by code"), "silence": words.text("longest silence first")}

    def look() -> None:
        ui.navigate.to(
            pages.address(
                _PATH, q=typed.value, kind=kind.value, silent=state.value, sort=order.value,
                institution=wanted.institution,
            )
        )  # fmt: skip

    with box("order-filter"):
        kind = _choice("kind", words.text("Kind"), kinds, wanted.kind or "", look)
        state = _choice("silent", words.text("state"), states, silent if silent in states else "", look)
        order = _choice("sort", words.text("order"), orders, "silence" if wanted.by_silence else "", look)
        typed = ui.input(words.text("search"), value=wanted.text).props("outlined dense clearable")
        typed.props["placeholder"] = words.text("device, place or institution")
        typed.props["maxlength"] = LONGEST_SEARCH
        typed.classes("order-search").on("keydown.enter", look)


def _choice(
    name: str, label: str, options: dict[str, str], value: str, look: Callable[[], None]
) -> ui.select:
    field = ui.select(options, value=value, label=label, on_change=look)
    field.props("outlined dense options-dense").props["data-field"] = name
    return field


def _devices(pages: QualityPages, found: Sequence[DeviceLine]) -> None:
    words = pages.words
    rows, _ = page_of(found)
    if not rows:
        text(words.text("No device"), "notice")
        return
    names = ("Device", "Name", "state", "Last report", "Reports every", "Kind", "Place", "Institution")
    titles = [words.text(name) for name in (*names, "Battery", "Connection", "Protocol")]
    sheet(titles, [_row(pages, row) for row in rows])


def _row(pages: QualityPages, row: DeviceLine) -> list[str | Cell]:
    words = pages.words
    heard = "silent" if row.silent else "reporting"
    last = words.text("not in 7 days") if row.last_at is None else words.instant(row.last_at, row.timezone)
    connection = UNKNOWN
    if row.connection is not None:
        since = pages.instant(row.connection_at, row.timezone)
        connection = f"{words.code('connection', row.connection)} · {since}"
    return [
        row.device,
        row.device_name or UNKNOWN,
        Cell(words.code("heard", heard), badge="firing" if row.silent else "moving"),
        last,
        words.text("%(minutes)s min", minutes=f"{row.interval_minutes:g}"),
        words.code("device", row.kind),
        row.place_name,
        row.institution_name,
        UNKNOWN if row.battery_v is None else f"{row.battery_v:.2f} V",
        connection,
        row.protocol,
    ]
