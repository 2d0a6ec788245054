"""`/vehicles` and `/vehicles/PLATE`: the list of all vehicles, and one file per vehicle (一车一档)."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from nicegui import run, ui
from nicegui.language import Language as PageLanguage

from dashboards.sections import Section
from dashboards.vehicle_file import VehicleFile, vehicle_file
from dashboards.vehicle_list import vehicle_list
from models.errors import GuanjiaError
from models.geofences import Geofence
from models.registry import Language
from web.console.absence import tell_no_data
from web.console.drawings.boxes import box, text
from web.console.overview import BOARD, PATHS, VEHICLES
from web.console.section_table import show_section
from web.console.session import Source, seen
from web.console.top_bar import who_is_in
from web.console.words import Words

_YEARS = range(1990, 3000)
_OTHER = {Language.ZH_CN: (Language.EN, "English"), Language.EN: (Language.ZH_CN, "中文")}
_LONGEST_PLATE = 32
ANSWER_SECONDS = 30.0
"""How long a page may take: where the database is away, some seconds pass before that is sure."""


@dataclass(frozen=True, slots=True)
class VehiclePages:
    """What the pages of one language need: who answers queries, the words, the time, and the fences."""

    source: Source
    words: Words
    now: Callable[[], datetime]
    fences: Sequence[Geofence] = ()

    async def list_page(self, year: int | None = None) -> None:
        """Build the list."""
        asked, source = self._year(year), seen(self.source)
        with box("console"):
            self._top("", asked, self.words.text("Vehicles"))
            section = await self._asked(lambda: vehicle_list(source, asked, self.now()))
            if isinstance(section, Section):
                with box("grid"):
                    show_section(section, self.words, lambda plate: self._address(f"/{quote(plate)}", asked))

    async def file_page(self, plate: str, year: int | None = None) -> None:
        """Build the file of one vehicle."""
        asked, plate, source = self._year(year), plate[:_LONGEST_PLATE], seen(self.source)
        with box("console"):
            self._top(f"/{quote(plate)}", asked, plate)
            file = await self._asked(lambda: vehicle_file(source, plate, asked, self.now()))
            if isinstance(file, VehicleFile):
                with box("grid"):
                    for section in file.sections:
                        show_section(section, self.words)
            elif file is None:
                text(self.words.text("No vehicle %(plate)s in the registry", plate=plate), "notice")

    def _year(self, year: int | None) -> int:
        return self.now().year if year is None or year not in _YEARS else year

    async def _asked(self, ask: Callable[[], Section | VehicleFile | None]) -> object:
        """Return what is asked for; tell why it cannot be had and return False otherwise."""
        try:
            return await run.io_bound(ask)
        except GuanjiaError as error:
            tell_no_data(self.words, error)
            return False

    def _top(self, path: str, year: int, heading: str) -> None:
        addresses = {language: f"{address}{path}?year={year}" for language, address in VEHICLES.items()}
        with head(self.words, heading, addresses, str(year)):
            if path:
                _link(self.words.text("All vehicles"), self._address("", year))
            _link(str(year - 1), self._address(path, year - 1))
            if year < self.now().year:
                _link(str(year + 1), self._address(path, year + 1))

    def _address(self, path: str, year: int) -> str:
        return f"{VEHICLES[self.words.language]}{path}?year={year}"


@contextmanager
def head(
    words: Words, heading: str, addresses: Mapping[Language, str], headline: str = ""
) -> Generator[None]:
    """Write the top of a page about vehicles; `addresses` are its own in each language.

    What is written within stands among its links.
    """
    ui.add_head_html('<link rel="stylesheet" href="/static/console.css">')
    ui.add_head_html('<script defer src="/static/console.js"></script>')
    with box("top", "header"):
        with box("brand"):
            text(heading, "brand-name", "h1")
            text(headline, "headline")
        with box("switches", "nav"):
            _link(words.text("Overview"), PATHS[words.language])
            _link(words.text("Dispatch board"), BOARD[words.language])
            yield
            other, name = _OTHER[words.language]
            _link(name, addresses[other])
            ground = ui.button(icon="contrast").props("flat round dense").classes("switch")
            ground.props["aria-label"] = words.text("Light or dark")
            ground.on("click", js_handler="() => window.guanjiaGround.toggle()")
            who_is_in(words)


def add_vehicle_pages(pages: VehiclePages, language: PageLanguage) -> None:
    """Answer at both addresses of a language."""
    path, title = VEHICLES[pages.words.language], pages.words.text("guanjia")
    for address, build in ((path, pages.list_page), (f"{path}/{{plate}}", pages.file_page)):
        ui.page(address, title=title, language=language, dark=None, response_timeout=ANSWER_SECONDS)(build)


def _link(name: str, address: str) -> None:
    text(name, "switch", "a").props["href"] = address
