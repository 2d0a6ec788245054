"""`/d/PAGE`: a page of panels, the same as Grafana's, from the same queries."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from nicegui import ui

from dashboards.pages import PAGES, Page
from web.console.addresses import DASHBOARDS
from web.console.drawings.boxes import box, text
from web.console.figure_pages import FigurePages
from web.console.frame import Frame
from web.console.results import SeenResults
from web.console.session import seen
from web.console.view_choice import PERIODS, USUAL, Choice, Wanted, chosen
from web.console.words import Words

_FIRST_PERIODS = {"now-35d": "35", "now-7d": "7"}
_CHOICES = ("region", "institution", "place", "days")
_MANY = 12
"""Options from which on a choice is found by typing."""


def add_panel_pages(pages: FigurePages) -> None:
    """Answer at the address of every page of panels."""
    for page in PAGES:
        pages.add(f"{DASHBOARDS}/{page.name}", _builder(pages, page))


def _builder(pages: FigurePages, page: Page) -> Callable[..., Awaitable[None]]:
    words = pages.words

    async def build(region: str = "", institution: str = "", place: str = "", days: str = "") -> None:
        """Build the page."""
        source = seen(pages.source)
        wanted = Wanted(region, institution, place, days)
        path = f"{DASHBOARDS}/{page.name}"
        given = {"region": region, "institution": institution, "place": place, "days": days}
        with pages.page(words.text(page.title), path, asked=given):
            usual = _FIRST_PERIODS.get(page.since, USUAL)
            choice = await pages.asked(partial(chosen, source, wanted, words, usual))
            if choice is None:
                return
            pages.dashboards(page.name, choice.address)
            choose(pages, path, choice)
            results = SeenResults(pages.results, source.role, choice.view)
            with box("grid"):
                for panel in page.panels:
                    Frame(panel, words, results, pages.ground)

    return build


def choose(pages: FigurePages, path: str, choice: Choice, names: Sequence[str] = _CHOICES) -> None:
    """Write the choices of a page; another choice leads to another address."""
    words = pages.words
    if choice.unknown:
        notice = words.text("%(code)s is not there, or not yours to see: all is shown", code=choice.unknown)
        text(notice, "form-wrong form-notice").props["role"] = "status"

    def lead(name: str, value: str | None) -> None:
        asked = choice.address | {name: value}
        if name == "region":
            asked |= {"institution": None, "place": None}
        elif name == "institution":
            asked |= {"place": None}
        ui.navigate.to(pages.address(path, **asked))

    offered = (
        ("region", words.text("Region"), choice.regions, choice.wanted.region),
        ("institution", words.text("Institution"), choice.institutions, choice.wanted.institution),
        ("place", words.text("Site"), choice.places, choice.wanted.place),
        ("days", words.text("Time span"), _periods(words), choice.wanted.days),
    )
    with box("choices"):
        for name, label, options, value in offered:
            if (
                name not in names
                or len(options) < 2
                or (name == "region" and not value and len(choice.institutions) < 3)
            ):
                continue
            field = ui.select(
                dict(options), value=value, label=label, with_input=len(options) > _MANY,
                on_change=lambda event, name=name: lead(name, event.value),
            )  # fmt: skip
            field.props("outlined dense options-dense").props["data-field"] = name


def _periods(words: Words) -> dict[str, str]:
    return {key: words.text("last %(days)s days", days=period.days) for key, period in PERIODS.items()}
