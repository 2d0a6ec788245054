"""`guanjia gateway`: servers for devices that do not speak MQTT; they publish the MQTT contract."""

import click

from guanjia.commands.lazy import LazyGroup, Place

_PLACES = {
    "jt808": Place("guanjia.commands.gateway_jt808", "Receive from JT/T 808 vehicle terminals"),
}


@click.group(cls=LazyGroup, places=_PLACES)
def command() -> None:
    """Receive from devices that do not speak MQTT, and publish in their name."""
