"""The first page: the state of the house in ten seconds, then what it is made of."""

from collections.abc import Callable

from dashboards import panels
from dashboards.panel import Panel
from web.console.addresses import OVERVIEW
from web.console.drawings.boxes import box
from web.console.drawings.ground import Ground
from web.console.frame import Frame
from web.console.mail_list import MailList
from web.console.mails import Mailbox
from web.console.results import Results, SeenResults
from web.console.session import identity
from web.console.top_bar import head
from web.console.words import Words

_BELOW = (
    panels.WATER_BY_DAY,
    panels.WATER_BY_ZONE,
    panels.ELECTRICITY_BY_ITEM,
    panels.VEHICLES,
    panels.PIPELINE,
    panels.SILENT_DEVICES,
    panels.REJECTED,
)


def overview(words: Words, results: Results, mailbox: Mailbox | None, ground: Ground) -> Callable[[], None]:
    """Return the builder of the page in the language of `words`."""

    def build() -> None:
        who = identity()
        answers = SeenResults(results, who.database_role)

        def frame(panel: Panel) -> Frame:
            return Frame(panel, words, answers, ground)

        with box("console"):
            with head(words, words.text("guanjia"), OVERVIEW, lambda: frame(panels.SITES)):
                pass
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
