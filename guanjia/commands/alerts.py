"""`guanjia alerts`: judge the rules and send the mail; show what is the matter."""

import click

from guanjia.commands.lazy import LazyGroup, Place

_PEOPLE, _TOLD = "guanjia.commands.alerts_people", "guanjia.commands.alerts_told"
_PLACES = {
    "run": Place("guanjia.commands.alerts_run", "Judge every rule and send what is due"),
    "list": Place("guanjia.commands.alerts_list", "Show every alert that is not inactive, and its mail"),
    "ack": Place(_PEOPLE, "Take an alert on: no reminders come until it is over", "ack"),
    "silence": Place(_PEOPLE, "Tell nobody of some alerts for a while", "silence"),
    "unsilence": Place(_PEOPLE, "End a silence now", "unsilence"),
    "silences": Place(_PEOPLE, "List the silences that hold or are to come", "silences_"),
    "history": Place(_PEOPLE, "Show what happened to alerts", "history"),
    "who": Place(_TOLD, "Say who is told of an alert, when, how and why", "who"),
    "duty": Place(_TOLD, "Print who is on duty day by day", "duty"),
    "report": Place(
        "guanjia.commands.alerts_report", "Print a digest or monthly report, write or mail it", "report"
    ),
}


@click.group(cls=LazyGroup, places=_PLACES)
def command() -> None:
    """Judge the rules and send the mail."""
