"""`/institutions`, `/institutions/CODE` and `/places/CODE`: from a region down to the meters of a room."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from dashboards import panels
from dashboards.panel import PERIOD, Column, Format, Row
from dashboards.view import View
from web.console.addresses import INSTITUTIONS, METER, PLACES
from web.console.drawings.boxes import box, text
from web.console.figure_pages import FigurePages, panel
from web.console.frame import Frame
from web.console.listing import listing
from web.console.results import SeenResults
from web.console.session import Seen, seen
from web.console.way import crumbs, institutions_above, places_around

LONGEST_CODE: Final = 80
_USED: Final = (
    Column("water", "Water", Format.AMOUNT, unit="m3"),
    Column("electricity", "Electricity", Format.AMOUNT, unit="kWh"),
)
_BELOW: Final = (panels.WATER_PER_PERSON, panels.ALERTS, panels.WATER_BY_DAY, panels.WATER_BY_ZONE)
_INSTITUTIONS: Final = (
    Column("name", "Institution"),
    Column("type", "Kind", Format.WORD, words="institution type"),
    Column("sites", "Sites", Format.COUNT),
    Column("meters", "Meters", Format.COUNT),
    *_USED,
    Column("firing", "Alerts firing", Format.COUNT, is_bad=True),
)
_PLACES: Final = (
    Column("name", "Place"),
    Column("kind", "Kind", Format.WORD, words="place kind"),
    Column("meters", "Meters", Format.COUNT),
    *_USED,
    Column("coverage", "Coverage", Format.SHARE),
)
_METERS: Final = (
    Column("name", "Meter"),
    Column("code", "Code"),
    Column("medium", "Medium", Format.WORD, words="medium"),
    Column("level", "Level", Format.COUNT),
    Column("item", "Sub-item", Format.WORD, words="item"),
    Column("amount", "Used", Format.AMOUNT),
    Column("unit", "Unit", Format.UNIT),
    Column("estimated_share", "Estimated share", Format.SHARE),
    Column("coverage", "Coverage", Format.SHARE),
)


@dataclass(frozen=True, slots=True)
class _Level:
    """The way to where a reader is, and what lies below: empty `institutions` and `places` where unseen."""

    institutions: list[Row]
    places: list[Row]
    below: list[Row]
    within: list[Row]
    meters: list[Row]


@dataclass(frozen=True, slots=True)
class InstitutionPages:
    """The pages of one language."""

    pages: FigurePages

    async def top(self) -> None:
        """Build the list of the topmost institutions."""
        source, words = seen(self.pages.source), self.pages.words
        with self.pages.page(words.text("Institutions and buildings"), INSTITUTIONS):
            level = await self.pages.asked(lambda: self._institution(source, None))
            if level is None:
                return
            self.pages.crumbs([(words.text("All institutions"), "")])
            with box("grid"):
                self._frames(source, View(), today=True)
                self._below(level.below, words.text("No institution in the registry yet"))

    async def institution(self, code: str) -> None:
        """Build the page of an institution."""
        source, words, code = seen(self.pages.source), self.pages.words, code[:LONGEST_CODE]
        with self.pages.page(words.text("Institutions and buildings"), INSTITUTIONS, code):
            level = await self.pages.asked(lambda: self._institution(source, code))
            if level is None:
                return
            if not level.institutions:
                self._nobody(code)
                return
            self.pages.crumbs(crumbs(self.pages, level.institutions))
            self.pages.dashboards("", {"institution": code})
            with box("grid"):
                self._frames(source, View(institution=code), today=True)
                if level.below:
                    self._below(level.below, "")
                self._within(level.within)
                results = self._results(source, View(institution=code))
                for each in _BELOW:
                    Frame(each, words, results)

    async def place(self, code: str) -> None:
        """Build the page of a place."""
        source, words, code = seen(self.pages.source), self.pages.words, code[:LONGEST_CODE]
        with self.pages.page(words.text("Institutions and buildings"), PLACES, code):
            level = await self.pages.asked(lambda: self._place(source, code))
            if level is None:
                return
            if not level.places:
                self._nobody(code)
                return
            self.pages.crumbs(crumbs(self.pages, level.institutions, level.places))
            is_site = level.places[-1]["kind"] == "site"
            if is_site:
                self.pages.dashboards("", {"place": code})
            with box("grid"):
                if is_site:
                    self._frames(source, View(place=code))
                if level.within:
                    self._within(level.within)
                self._meters(level.meters)

    def _institution(self, source: Seen, code: str | None) -> _Level:
        language = self.pages.words.language.value
        above = [] if code is None else institutions_above(source, code, language)
        asked: dict[str, object] = {"institution": code, "since": self._since(), "language": language}
        below = source.rows("console/institutions", asked)
        within = [] if code is None else source.rows("console/places", asked | {"place": None})
        return _Level(above, [], below, within, [])

    def _place(self, source: Seen, code: str) -> _Level:
        language = self.pages.words.language.value
        around = places_around(source, code, language)
        above = institutions_above(source, around[0]["institution"], language) if around else []
        asked: dict[str, object] = {"place": code, "since": self._since(), "language": language}
        within = source.rows("console/places", asked | {"institution": None})
        return _Level(above, around, [], within, source.rows("console/meters", asked))

    def _since(self) -> date:
        return (self.pages.now() - PERIOD).date()

    def _results(self, source: Seen, view: View) -> SeenResults:
        return SeenResults(self.pages.results, source.role, view)

    def _frames(self, source: Seen, view: View, *, today: bool = False) -> None:
        results = self._results(source, view)
        shown = (panels.TODAY,) if today else (panels.WATER_BY_DAY, panels.WATER_BY_ZONE)
        for each in shown:
            Frame(each, self.pages.words, results)

    def _below(self, rows: list[Row], empty: str) -> None:
        words = self.pages.words
        with panel("institutions", words.text("Institutions"), hint=words.text("Used in the last 35 days")):
            if not rows:
                text(empty, "notice")
                return
            listing(_INSTITUTIONS, rows, words, lambda row: self.pages.address(INSTITUTIONS, row["code"]))

    def _within(self, rows: list[Row]) -> None:
        words = self.pages.words
        with panel("places", words.text("Places"), hint=words.text("Used in the last 35 days")):
            if not rows:
                text(words.text("No place of its own: look at what belongs to it"), "notice")
                return
            listing(_PLACES, rows, words, lambda row: self.pages.address(PLACES, row["code"]))

    def _meters(self, rows: list[Row]) -> None:
        words = self.pages.words
        with panel("meters", words.text("Meters here"), hint=words.text("Used in the last 35 days")):
            if not rows:
                text(words.text("No meter stands here itself"), "notice")
                return
            listing(_METERS, rows, words, lambda row: self.pages.address(METER, row["code"]))

    def _nobody(self, code: str) -> None:
        notice = self.pages.words.text("%(code)s is not there, or not yours to see", code=code)
        text(notice, "notice").props["role"] = "status"


def add_institution_pages(pages: FigurePages) -> None:
    """Answer at the addresses of institutions and places."""
    build = InstitutionPages(pages)
    pages.add(INSTITUTIONS, build.top)
    pages.add(f"{INSTITUTIONS}/{{code}}", build.institution)
    pages.add(f"{PLACES}/{{code}}", build.place)
