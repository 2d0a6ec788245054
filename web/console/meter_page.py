"""`/meters`: the measuring points, and all of them to and from Excel."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from nicegui import events, ui

from models.identity import Right
from models.quality import MeterImport, MeterLine, RegistryLine
from storage.quality import MetersWanted
from web.console.drawings.boxes import box, text
from web.console.drawings.sheet import Cell, number, sheet
from web.console.form import Form
from web.console.mistakes import called, field_and_cell, sentence, sheet_of
from web.console.order_pages import panel
from web.console.quality_pages import LONGEST_SEARCH, ROWS, QualityPages, page_of
from web.console.words import UNKNOWN

_PATH: Final = "/meters"
_MEDIA: Final = ("water", "reclaimed_water", "electricity", "gas", "heat")
_LARGEST: Final = 10 * 2**20
_MOST_TOLD: Final = 200
_HOW: Final = (
    "One row a physical meter, with the headings of what is written out. First see what would change;"
    " nothing is changed before somebody says so"
)


def add_meter_page(pages: QualityPages) -> None:
    """Answer at the address of the list."""
    words, judging = pages.words, pages.judging

    async def page(q: str = "", medium: str = "", after: str = "") -> None:
        who = judging.who()
        known = medium if medium in _MEDIA else None
        wanted = MetersWanted(q.strip()[:LONGEST_SEARCH], known, after or None, ROWS)
        with pages.page(_PATH, words.text("Meters")):
            with panel("sheet", words.text("Meters from Excel")):
                _Sheet(pages).write(may_change=who.may(Right.REGISTRY))
            with panel("meters", ""):
                _filter(pages, wanted)
                found = await pages.asked(lambda: judging.desk.meters(who, wanted))
                if found is not None:
                    _meters(pages, found)
                    _, last = page_of(found)
                    first = pages.address(_PATH, q=q, medium=medium) if after else ""
                    following = (
                        "" if last is None else pages.address(_PATH, q=q, medium=medium, after=last.meter)
                    )
                    pages.pager(first, following)

    ui.page(pages.address(_PATH), title=words.text("guanjia"), language=pages.language, dark=None)(page)


class _Sheet:
    """What goes out to Excel, and what comes in: first shown, then taken in."""

    def __init__(self, pages: QualityPages) -> None:
        self._pages = pages
        self._words = pages.words
        self._form = Form(pages.words)

    def write(self, *, may_change: bool) -> None:
        """Write it."""
        words, judging = self._words, self._pages.judging

        async def download() -> None:
            who = judging.who()
            content = await self._form.ask(lambda: judging.desk.exported_meters(who))
            if content is not None:
                ui.download.content(content, "meters.xlsx")

        if may_change:
            text(words.text(_HOW), "hint")
            # Quasar's own has a field without a name: the button is ours, and it does the rest
            ui.upload(
                on_upload=self._preview,
                on_rejected=lambda: self._form.tell(words.text("The file is larger than 10 MB, or no .xlsx")),
                max_file_size=_LARGEST,
                auto_upload=True,
            ).props("accept=.xlsx").classes("upload hidden")
        with box("form-buttons"):
            if may_change:
                choose = ui.button(words.text("Choose an .xlsx file")).props("no-caps unelevated")
                # a browser opens its window of files for whoever pressed something just now, and only then
                choose.on(
                    "click", js_handler="() => document.querySelector('.upload input[type=file]').click()"
                )
            self._form.button(words.text("To Excel"), download, main=False)
        self._shown = box("preview")

    async def _preview(self, event: events.UploadEventArguments) -> None:
        judging, name = self._pages.judging, event.file.name
        who = judging.who()
        content = await event.file.read()
        with self._shown:
            self._shown.clear()
            found = await self._form.ask(lambda: judging.desk.import_meters(who, name, content, dry_run=True))
            if found is not None:
                self._tell(found, name, content)
        event.sender.run_method("reset")

    def _tell(self, found: MeterImport, name: str, content: bytes) -> None:
        words = self._words
        if found.mistakes:
            key = "%(count)s mistakes: nothing was taken in. Correct them in the file and choose it again"
            self._form.tell(words.text(key, count=len(found.mistakes)))
            self._mistakes(found)
        elif not found.changes:
            self._form.done(words.text("The sheet says what is there already: nothing to change"))
        else:
            self._form.done(words.text("%(count)s changes would be made", count=len(found.changes)))
            self._changes(found)
            with box("form-buttons"):
                self._form.button(words.text("Take them in"), lambda: self._take_in(name, content))

    async def _take_in(self, name: str, content: bytes) -> None:
        words, judging = self._words, self._pages.judging
        who = judging.who()
        done = await self._form.ask(lambda: judging.desk.import_meters(who, name, content, dry_run=False))
        if done is None:
            return
        self._shown.clear()
        with self._shown:
            if done.mistakes:
                # somebody changed the registry since it was shown
                self._tell(done, name, content)
                return
            key = "Taken in: %(count)s changes, %(hours)s hours are computed again"
            self._form.done(words.text(key, count=len(done.changes), hours=done.stale_hours))

    def _mistakes(self, found: MeterImport) -> None:
        words = self._words
        titles = [words.text(each) for each in ("Sheet", "Row", "Cell", "Field", "What is wrong")]
        rows: list[list[str | Cell]] = []
        for each in found.mistakes[:_MOST_TOLD]:
            field, cell = field_and_cell(each, words)
            row = UNKNOWN if each.line is None else str(each.line)
            rows.append(
                [sheet_of(each) or UNKNOWN, row, cell or UNKNOWN, field or UNKNOWN, sentence(each, words)]
            )
        sheet(titles, rows)
        self._more(len(found.mistakes))

    def _changes(self, found: MeterImport) -> None:
        words = self._words
        titles = ("What changes", "Meter", "Name", "Field", "Value before", "Value after")
        sheet([words.text(each) for each in titles], [self._change(e) for e in found.changes[:_MOST_TOLD]])
        self._more(len(found.changes))
        for notice in found.notices:
            text(words.text("Look at this: %(notice)s", notice=notice), "hint")

    def _change(self, line: RegistryLine) -> list[str | Cell]:
        words = self._words
        subject = called(words, "registry subject", line.subject)
        field = called(words, "meter column", line.field) if line.field else UNKNOWN
        kind = f"{called(words, 'registry change', line.kind)} {subject}"
        return [kind, line.code, line.name, field, line.before or UNKNOWN, line.after or UNKNOWN]

    def _more(self, count: int) -> None:
        if count > _MOST_TOLD:
            text(self._words.text("%(more)s more are not shown", more=count - _MOST_TOLD), "hint")


def _filter(pages: QualityPages, wanted: MetersWanted) -> None:
    words = pages.words
    media = {"": words.text("any medium")} | {each: words.code("medium", each) for each in _MEDIA}

    def look() -> None:
        ui.navigate.to(pages.address(_PATH, q=typed.value, medium=medium.value))

    with box("order-filter"):
        medium = ui.select(media, value=wanted.medium or "", label=words.text("Medium"), on_change=look)
        medium.props("outlined dense options-dense").props["data-field"] = "medium"
        typed = ui.input(words.text("search"), value=wanted.text).props("outlined dense clearable")
        typed.props["placeholder"] = words.text("meter, serial, place or institution")
        typed.props["maxlength"] = LONGEST_SEARCH
        typed.classes("order-search").on("keydown.enter", look)


def _meters(pages: QualityPages, found: Sequence[MeterLine]) -> None:
    words = pages.words
    rows, _ = page_of(found)
    if not rows:
        text(words.text("No meter"), "notice")
        return
    names = ("Meter", "Name", "Medium", "serial", "in use since")
    titles: list[str | Cell] = [words.text(name) for name in names]
    titles += [number(words.text("multiplier")), words.text("Place"), words.text("Institution"), ""]
    sheet(titles, [_row(pages, row) for row in rows])


def _row(pages: QualityPages, row: MeterLine) -> list[str | Cell]:
    words = pages.words
    return [
        row.meter,
        row.meter_name,
        words.code("medium", row.medium),
        row.serial or UNKNOWN,
        pages.instant(row.valid_from, row.timezone),
        number(UNKNOWN if row.multiplier is None else f"{row.multiplier:.10g}"),
        row.place_name,
        row.institution_name,
        Cell(words.text("Record a meter swap"), pages.address(f"/quality/{quote(row.meter)}")),
    ]
