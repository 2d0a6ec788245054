"""`guanjia dashboards`: build Grafana's dashboards, compare them with those of a Grafana, publish them."""

import click

from guanjia.commands.lazy import LazyGroup, Place

_GRAFANA = "guanjia.commands.dashboards_push"
_PLACES = {
    "build": Place("guanjia.commands.dashboards_build", "Write the dashboards as JSON files"),
    "diff": Place(_GRAFANA, "Say what a push would change in Grafana", "diff"),
    "push": Place(_GRAFANA, "Bring the dashboards into Grafana", "push"),
    "source": Place("guanjia.commands.dashboards_source", "Make the data source of an institution"),
}


@click.group(cls=LazyGroup, places=_PLACES)
def command() -> None:
    """Make Grafana dashboards of the panels that the console shows, in Chinese and in English.

    diff, push and source talk to GUANJIA_GRAFANA_URL with the token of GUANJIA_GRAFANA_TOKEN_FILE.
    """
