"""`/alerts` and `/alerts/NUMBER`: what somebody has to know of, what to do about it, and who took it on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from dashboards.panel import Column, Format, Row
from models.alerts import State
from models.identity import Right
from storage.acknowledging import LinkedAlert
from web.console.addresses import ALERTS, INSTITUTIONS, METER, PLACES, SILENCES
from web.console.alert_acts import AlertActs, AlertWords
from web.console.alert_forms import act_forms
from web.console.drawings.boxes import box, text
from web.console.figure_pages import FigurePages, panel
from web.console.listing import facts, listing
from web.console.panel_page import choose
from web.console.session import Seen, identity, seen
from web.console.silence_page import SilencePage
from web.console.view_choice import Choice, Wanted, chosen

_LARGEST: Final = 2**62
_ALERTS: Final = (
    Column("what", "Alert"),
    Column("state", "State", Format.BADGE, words="state"),
    Column("severity", "Severity", Format.WORD, words="severity"),
    Column("institution", "Institution"),
    Column("subject", "What it is about"),
    Column("since", "Since", Format.INSTANT),
    Column("sent", "Mails sent", Format.COUNT),
    Column("failed", "Mails failed", Format.COUNT, is_bad=True),
)
_TOLD: Final = (
    Column("changed_at", "Since", Format.INSTANT),
    Column("to_state", "State", Format.BADGE, words="state"),
    Column("recipient", "Who was told"),
    Column("channel", "Channel"),
    Column("language", "Language"),
    Column("attempts", "Attempts", Format.COUNT),
    Column("sent_at", "Mail sent", Format.INSTANT),
    Column("failed_at", "Given up", Format.INSTANT),
    Column("error", "Why it failed"),
)
_STATES: Final[Mapping[str, Sequence[str]]] = {
    "": (State.FIRING, State.ACKNOWLEDGED, State.PENDING, State.SILENCED),
    "no_data": (State.NO_DATA,),
    "resolved": (State.RESOLVED,),
}
"""By how an address names them."""
_PAGES: Final = {"meter": METER, "place": PLACES}
"""Where the subject of an alert has a page."""
_FIRING: Final = (State.FIRING, State.SILENCED, State.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class AlertPages:
    """The pages of one language; without `acts` alerts are only shown."""

    pages: FigurePages
    rules: AlertWords
    acts: AlertActs

    async def list_page(self, region: str = "", institution: str = "", state: str = "") -> None:
        """Build the list."""
        source, words = seen(self.pages.source), self.pages.words
        state = state if state in _STATES else ""
        given = {"region": region, "institution": institution, "state": state}
        with self.pages.page(words.text("Alerts"), ALERTS, asked=given):
            wanted = Wanted(region, institution)
            found = await self.pages.asked(partial(self._found, source, wanted, state))
            if found is None:
                return
            choice, rows = found
            self._tabs(choice, state)
            choose(self.pages, ALERTS, choice, ("region", "institution"))
            with box("grid"), panel("alert_list", ""):
                if not rows:
                    text(words.text("No alert: nothing is the matter"), "notice")
                    return
                lines = [row | {"what": self._what(row)} for row in rows]
                listing(_ALERTS, lines, words, lambda row: self.pages.address(ALERTS, str(row["alert_id"])))

    async def alert_page(self, number: str) -> None:
        """Build the page of one alert."""
        source, words = seen(self.pages.source), self.pages.words
        with self.pages.page(words.text("Alert"), ALERTS, number):
            found = await self.pages.asked(partial(self._one, source, number))
            if found is None:
                return
            row, told, linked = found
            if row is None:
                notice = words.text("%(code)s is not there, or not yours to see", code=number)
                text(notice, "notice").props["role"] = "status"
                return
            what = self._what(row)
            self.pages.crumbs([(words.text("Alerts"), self.pages.address(ALERTS)), (what, "")])
            with box("grid"):
                self._about(row, what, linked)
                self._runbook(row["rule"])
                if identity().may(Right.ALERTS) and row["state"] in _FIRING:
                    act_forms(self.pages, self.acts, row, is_waiting=linked is not None and linked.is_waiting)
                self._told(told, row["timezone"])

    def _found(self, source: Seen, wanted: Wanted, state: str) -> tuple[Choice, list[Row]]:
        choice = chosen(source, wanted, self.pages.words)
        asked = {"institution": choice.view.institution, "states": list(_STATES[state])}
        return choice, source.rows("console/alerts", asked | {"language": self.pages.words.language.value})

    def _one(self, source: Seen, number: str) -> tuple[Row | None, list[Row], LinkedAlert | None]:
        alert = int(number) if number.isascii() and number.isdecimal() else 0
        if not 0 < alert < _LARGEST:
            return None, [], None
        language = self.pages.words.language.value
        rows = source.rows("console/alert", {"alert": alert, "language": language})
        if not rows:
            return None, [], None
        return rows[0], source.rows("console/alert_told", {"alert": alert}), self.acts.look(alert)

    def _what(self, row: Row) -> str:
        return self.rules.sentence(row["rule"], row["figures"], self.pages.words.language)

    def _tabs(self, choice: Choice, chosen_state: str) -> None:
        words = self.pages.words
        with box("tabs", "nav") as tabs:
            tabs.props["aria-label"] = words.text("Alerts")
            for name, state in (
                (words.text("Open"), ""),
                (words.text("Not enough data"), "no_data"),
                (words.text("Over"), "resolved"),
            ):
                link = text(name, "tab", "a")
                link.props["href"] = self.pages.address(ALERTS, **choice.address, state=state)
                if state == chosen_state:
                    link.props["aria-current"] = "page"
            text(words.text("Silences"), "tab", "a").props["href"] = self.pages.address(SILENCES)

    def _about(self, row: Row, what: str, linked: LinkedAlert | None) -> None:
        words = self.pages.words
        is_taken = linked is not None and linked.is_acknowledged and row["state"] in _FIRING
        state = State.ACKNOWLEDGED if is_taken else row["state"]
        with panel("alert", what, 5):
            text(words.code("state", state), f"badge badge-{state}", "span").props["data-state"] = state
            facts(
                [
                    (words.text("Since"), words.instant(row["since"], row["timezone"])),
                    (words.text("Severity"), words.code("severity", row["severity"])),
                    (words.text("Rule"), self.rules.title(row["rule"], words.language)),
                    (words.text("Subject"), row["subject"]),
                ]
            )
            kind, _, code = row["subject"].partition(":")
            if kind in _PAGES:
                name = words.text("Look at %(code)s", code=code.partition(":")[0])
                with box("alert-subject"):
                    link = text(name, "sheet-link", "a")
                link.props["href"] = self.pages.address(_PAGES[kind], code.partition(":")[0])
            if row["institution_code"]:
                link = text(row["institution"], "sheet-link", "a")
                link.props["href"] = self.pages.address(INSTITUTIONS, row["institution_code"])

    def _runbook(self, rule: str) -> None:
        words = self.pages.words
        causes, actions = (listed(rule, words.language) for listed in (self.rules.causes, self.rules.actions))
        with panel("runbook", words.text("Runbook"), 7):
            if not causes and not actions:
                text(words.text("The rules have none: the rule is gone, or is one of your own"), "notice")
            for title, lines in ((words.text("Likely causes"), causes), (words.text("What to do"), actions)):
                if lines:
                    text(title, "runbook-title", "h3")
                    with box("runbook", "ol"):
                        for line in lines:
                            text(line, "", "li")

    def _told(self, told: list[Row], zone: str) -> None:
        words = self.pages.words
        with panel("told", words.text("What people were told")):
            if told:
                listing(_TOLD, [row | {"timezone": zone} for row in told], words)
            else:
                text(words.text("Nobody was told anything yet"), "notice")


def add_alert_pages(pages: FigurePages, rules: AlertWords, acts: AlertActs) -> None:
    """Answer at the addresses of alerts."""
    build = AlertPages(pages, rules, acts)
    pages.add(ALERTS, build.list_page)
    # before the address of one alert, whose number may be any text
    pages.add(SILENCES, SilencePage(pages, rules, acts).build)
    pages.add(f"{ALERTS}/{{number}}", build.alert_page)
