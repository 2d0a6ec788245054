"""The first page: the state of the house in ten seconds, then what it is made of."""

from collections.abc import Callable

from nicegui import ui

from dashboards import panels
from dashboards.panel import Panel
from models.registry import Language
from web.console.drawings.boxes import box, text
from web.console.figure_links import figure_links
from web.console.frame import Frame
from web.console.mail_list import MailList
from web.console.mails import Mailbox
from web.console.results import Results, SeenResults
from web.console.session import identity
from web.console.top_bar import who_is_in
from web.console.words import Words

PATHS = {Language.ZH_CN: "/zh", Language.EN: "/en"}
"""Where the overview stands in each language."""
BOARD = {Language.ZH_CN: "/board", Language.EN: "/en/board"}
"""Where the dispatcher's board stands."""
VEHICLES = {Language.ZH_CN: "/vehicles", Language.EN: "/en/vehicles"}
"""Where the list of vehicles stands; the file of each is at its plate below."""
QUALITY = {Language.ZH_CN: "/quality", Language.EN: "/en/quality"}
"""Where what was set aside stands."""
_OTHER = {Language.ZH_CN: (Language.EN, "English"), Language.EN: (Language.ZH_CN, "中文")}

_BELOW = (
    panels.WATER_BY_DAY,
    panels.WATER_BY_ZONE,
    panels.ELECTRICITY_BY_ITEM,
    panels.VEHICLES,
    panels.PIPELINE,
    panels.SILENT_DEVICES,
    panels.REJECTED,
)


def overview(words: Words, results: Results, mailbox: Mailbox | None) -> Callable[[], None]:
    """Return the builder of the page in the language of `words`."""

    def build() -> None:
        ui.add_head_html('<link rel="stylesheet" href="/static/console.css">')
        ui.add_head_html('<script defer src="/static/console.js"></script>')

        who = identity()
        answers = SeenResults(results, who.database_role)

        def frame(panel: Panel) -> Frame:
            return Frame(panel, words, answers)

        with box("console"):
            with box("top", "header"):
                with box("brand"):
                    text(words.text("guanjia"), "brand-name", "h1")
                    frame(panels.SITES)
                _switches(words)
            with box("grid"):
                frame(panels.TODAY)
                frame(panels.WATER_PER_PERSON)
                with box(f"pile span-{panels.ALERTS.span}"):
                    frame(panels.ALERTS)
                    # mails caught are of every institution
                    if who.institution is None:
                        MailList(mailbox, words, answers)
                for panel in _BELOW:
                    frame(panel)

    return build


def _switches(words: Words) -> None:
    other, name = _OTHER[words.language]
    with box("switches", "nav"):
        figure_links(words)
        text(words.text("Dispatch board"), "switch", "a").props["href"] = BOARD[words.language]
        text(words.text("Vehicles"), "switch", "a").props["href"] = VEHICLES[words.language]
        text(words.text("Data quality"), "switch", "a").props["href"] = QUALITY[words.language]
        language = text(name, "switch", "a")
        language.props["href"] = PATHS[other]
        language.props["hreflang"] = "en" if other is Language.EN else "zh-CN"
        ground = ui.button(icon="contrast").props("flat round dense").classes("switch")
        ground.props["aria-label"] = words.text("Light or dark")
        ground.on("click", js_handler="() => window.guanjiaGround.toggle()")
        who_is_in(words)
