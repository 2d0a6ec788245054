"""`/quality`: what the computation of hours set aside, and how well each institution is read."""

from collections.abc import Sequence
from urllib.parse import quote

from nicegui import ui

from models.quality import InstitutionQuality, SetAside
from storage.quality import AsidesWanted
from web.console.drawings.boxes import box, text
from web.console.drawings.sheet import Cell, number, sheet
from web.console.order_pages import panel
from web.console.quality_pages import LONGEST_SEARCH, ROWS, QualityPages, instant_of, page_of
from web.console.words import UNKNOWN

_PATH = "/quality"


def add_quality_list(pages: QualityPages) -> None:
    """Answer at the address of the list."""
    words, judging = pages.words, pages.judging

    async def page(q: str = "", at: str = "", meter: str = "") -> None:
        who, search = judging.who(), q.strip()[:LONGEST_SEARCH]
        instant = instant_of(at)
        after = None if instant is None else (instant, meter)
        with pages.page(_PATH, words.text("Data quality")):
            asides = await pages.asked(
                lambda: judging.desk.asides(who, AsidesWanted(search, after=after, rows=ROWS))
            )
            if asides is not None:
                with panel("asides", words.text("Set aside: steps of registers that are not counted")):
                    _search(pages, search)
                    _asides(pages, asides, search, is_first=after is None)
            known = await pages.asked(lambda: judging.desk.by_institution(who))
            if known is not None:
                with panel("institutions", words.text("How well institutions are read, last 30 days")):
                    _institutions(pages, known)

    ui.page(pages.address(_PATH), title=words.text("guanjia"), language=pages.language, dark=None)(page)


def _search(pages: QualityPages, search: str) -> None:
    words = pages.words
    with box("order-filter"):
        typed = ui.input(words.text("search"), value=search).props("outlined dense clearable")
        typed.props["placeholder"] = words.text("meter, place or institution")
        typed.props["maxlength"] = LONGEST_SEARCH
        typed.classes("order-search")
        typed.on("keydown.enter", lambda: ui.navigate.to(pages.address(_PATH, q=typed.value or "")))


def _asides(pages: QualityPages, found: Sequence[SetAside], search: str, *, is_first: bool) -> None:
    words = pages.words
    if not found:
        text(words.text("Nothing is set aside"), "notice")
        return
    rows, last = page_of(found)
    titles = [words.text(name) for name in ("Meter", "Name", "At", "Step", "Reason", "Place", "Institution")]
    titles.append(words.text("Set aside since"))
    sheet(
        [number(each) if each == titles[3] else each for each in titles], [_row(pages, row) for row in rows]
    )
    following = (
        "" if last is None else pages.address(_PATH, q=search, at=last.at.isoformat(), meter=last.meter)
    )
    pages.pager("" if is_first else pages.address(_PATH, q=search), following)


def _row(pages: QualityPages, row: SetAside) -> list[str | Cell]:
    words = pages.words
    step = f"{'+' if row.step > 0 else '−'}{words.amount(abs(row.step))} {words.unit(row.unit)}"
    return [
        Cell(row.meter, pages.address(f"{_PATH}/{quote(row.meter)}", at=row.at.isoformat())),
        row.meter_name,
        words.instant(row.at, row.timezone),
        number(step),
        words.code("reason of a step", row.reason),
        row.place_name,
        row.institution_name,
        words.instant(row.computed_at, row.timezone),
    ]


def _institutions(pages: QualityPages, known: Sequence[InstitutionQuality]) -> None:
    words = pages.words
    if not known:
        text(words.text("No day of this period is counted"), "notice")
        return
    names = ("Meters", "Coverage", "Estimated share", "Steps set aside")
    titles = [words.text("Institution"), *(number(words.text(name)) for name in names), ""]
    sheet(titles, [_institution(pages, each) for each in known])


def _institution(pages: QualityPages, row: InstitutionQuality) -> list[str | Cell]:
    words = pages.words
    return [
        row.institution_name,
        number(words.count(row.meters)),
        number(UNKNOWN if row.coverage is None else words.share(row.coverage)),
        number(UNKNOWN if row.estimated_share is None else words.share(row.estimated_share)),
        number(words.count(row.steps)),
        Cell(
            words.text("Silent devices"),
            pages.address("/devices", silent="yes", institution=row.institution, sort="silence"),
        ),
    ]
