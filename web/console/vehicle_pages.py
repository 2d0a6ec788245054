"""`/vehicles` and `/vehicles/PLATE`: the list of all vehicles, and one file per vehicle (一车一档)."""

from collections.abc import Awaitable, Callable, Sequence
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
from web.console.absence import tell_no_data
from web.console.addresses import VEHICLES, address, in_each
from web.console.drawings.boxes import box, text
from web.console.kept import Kept
from web.console.section_table import show_section
from web.console.session import Source, seen
from web.console.top_bar import head, way
from web.console.words import Words

_YEARS = range(1990, 3000)
_LONGEST_PLATE = 32
LIST_SECONDS = 15.0
"""How old the list of all vehicles may be: it adds up a year of receipts of each."""
ANSWER_SECONDS = 30.0
"""How long a page may take: where the database is away, some seconds pass before that is sure."""


@dataclass(frozen=True, slots=True)
class VehiclePages:
    """What the pages of one language need: who answers queries, the words, the time, lists and fences."""

    source: Source
    words: Words
    now: Callable[[], datetime]
    lists: Kept[Section]
    fences: Sequence[Geofence] = ()

    async def list_page(self, year: int | None = None) -> None:
        """Build the list."""
        asked, source = self._year(year), seen(self.source)
        with box("console"):
            self._top("", asked, self.words.text("Vehicles"))
            key = (source.role, asked)
            section = await self._asked(self.lists.get(key, lambda: vehicle_list(source, asked, self.now())))
            if isinstance(section, Section):
                with box("grid"):
                    show_section(section, self.words, lambda plate: self._address(_file(plate), asked))

    async def file_page(self, plate: str, year: int | None = None) -> None:
        """Build the file of one vehicle."""
        asked, plate, source = self._year(year), plate[:_LONGEST_PLATE], seen(self.source)
        with box("console"):
            self._top(_file(plate), asked, plate)
            file = await self._asked(run.io_bound(vehicle_file, source, plate, asked, self.now()))
            if isinstance(file, VehicleFile):
                with box("grid"):
                    for section in file.sections:
                        show_section(section, self.words)
            elif file is None:
                text(self.words.text("No vehicle %(plate)s in the registry", plate=plate), "notice")

    def _year(self, year: int | None) -> int:
        return self.now().year if year is None or year not in _YEARS else year

    async def _asked(self, answer: Awaitable[Section | VehicleFile | None]) -> object:
        """Return what is asked for; tell why it cannot be had and return False otherwise."""
        try:
            return await answer
        except GuanjiaError as error:
            tell_no_data(self.words, error)
            return False

    def _top(self, path: str, year: int, heading: str) -> None:
        addresses = in_each(f"{VEHICLES}{path}?year={year}")
        with head(self.words, heading, addresses, str(year)):
            if path:
                way(self.words.text("All vehicles"), self._address("", year))
            way(str(year - 1), self._address(path, year - 1))
            if year < self.now().year:
                way(str(year + 1), self._address(path, year + 1))

    def _address(self, path: str, year: int) -> str:
        return f"{address(self.words.language, VEHICLES)}{path}?year={year}"


def _file(plate: str) -> str:
    return f"/{quote(plate, safe='')}"


def add_vehicle_pages(pages: VehiclePages, language: PageLanguage) -> None:
    """Answer at both addresses of a language."""
    path, title = address(pages.words.language, VEHICLES), pages.words.text("guanjia")
    for where, build in ((path, pages.list_page), (f"{path}/{{plate:path}}", pages.file_page)):
        ui.page(where, title=title, language=language, dark=None, response_timeout=ANSWER_SECONDS)(build)
