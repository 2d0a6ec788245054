"""What every page of figures is made of: its head, the way to the others, and answers that may not come."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from nicegui import run, ui
from nicegui.language import Language as PageLanguage

from dashboards.pages import PAGES
from models.errors import GuanjiaError
from models.registry import Language
from web.console.absence import tell_no_data
from web.console.addresses import DASHBOARDS, address
from web.console.drawings.boxes import box, text
from web.console.drawings.ground import Ground
from web.console.results import Results
from web.console.session import Source
from web.console.top_bar import head
from web.console.vehicle_pages import ANSWER_SECONDS
from web.console.words import Words

Answer = TypeVar("Answer")
Crumb = tuple[str, str]
"""A name, and the address it leads to: "" for where the reader is."""


@dataclass(frozen=True, slots=True)
class FigurePages:
    """What the pages of figures of one language need."""

    source: Source
    results: Results
    words: Words
    language: PageLanguage
    now: Callable[[], datetime]
    ground: Ground = field(default_factory=Ground)

    def address(self, path: str, *names: str, **asked: str | None) -> str:
        """Return where a page stands in this language."""
        return address(self.words.language, path, *names, **asked)

    def add(self, path: str, build: Callable[..., Any]) -> None:
        """Answer at an address of this language; `path` may hold {parameters} of the builder."""
        title = self.words.text("guanjia")
        ui.page(
            f"{address(self.words.language, '')}{path}",
            title=title, language=self.language, dark=None, response_timeout=ANSWER_SECONDS,
        )(build)  # fmt: skip

    @contextmanager
    def page(
        self, heading: str, path: str, *names: str, asked: Mapping[str, str | None] | None = None
    ) -> Generator[None]:
        """Write the frame of a page that stands at `path`; what is written within is its content."""
        query = asked or {}
        others = {language: address(language, path, *names, **query) for language in Language}
        with box("console"):
            with head(self.words, heading, others):
                pass
            with box("content", "main"):
                yield

    async def asked(self, ask: Callable[[], Answer]) -> Answer | None:
        """Return an answer; where there is none say why, load the page again later, and return None."""
        try:
            return await run.io_bound(ask)
        except GuanjiaError as error:
            tell_no_data(self.words, error)
            return None

    def dashboards(self, current: str, asked: Mapping[str, str | None]) -> None:
        """Write the links to every page of panels, with what is chosen on this one."""
        with box("tabs", "nav") as tabs:
            tabs.props["aria-label"] = self.words.text("Figures")
            for page in PAGES:
                link = text(self.words.text(page.title), "tab", "a")
                link.props["href"] = self.address(f"{DASHBOARDS}/{page.name}", **asked)
                if page.name == current:
                    link.props["aria-current"] = "page"

    def crumbs(self, crumbs: Sequence[Crumb]) -> None:
        """Write the way from the top to where the reader is."""
        with box("crumbs", "nav") as way, box("", "ol"):
            way.props["aria-label"] = self.words.text("Where you are")
            for name, target in crumbs:
                with box("", "li"):
                    if target:
                        text(name, "sheet-link", "a").props["href"] = target
                    else:
                        text(name, "", "span").props["aria-current"] = "page"


@contextmanager
def panel(name: str, title: str, span: int = 12, hint: str = "") -> Generator[None]:
    """Write a card; what is written within stands under its title."""
    with box(f"panel span-{span}", "section") as section:
        section.props["data-panel"] = name
        if title:
            with box("panel-head"):
                text(title, "panel-title", "h2")
                if hint:
                    text(hint, "panel-hint")
        yield
