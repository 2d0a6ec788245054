"""The topics of the MQTT contract, version 1: `v1/<site>/<device>/<channel>`."""

import re
from dataclasses import dataclass
from enum import StrEnum

VERSION = "v1"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)


class Channel(StrEnum):
    """The last level of a topic."""

    TELEMETRY = "telemetry"
    STATUS = "status"
    COMMAND = "command"


_CHANNELS = {channel.value: channel for channel in Channel}
ALL_TELEMETRY = f"{VERSION}/+/+/{Channel.TELEMETRY}"
ALL_STATUS = f"{VERSION}/+/+/{Channel.STATUS}"


@dataclass(frozen=True, slots=True)
class Topic:
    """A parsed topic: the codes of the site and of the device, and the channel."""

    site: str
    device: str
    channel: Channel

    def __str__(self) -> str:
        """Return the topic as it is written on the wire."""
        return f"{VERSION}/{self.site}/{self.device}/{self.channel}"


def is_code(text: str) -> bool:
    """Tell whether `text` may be the code of a site or device: 1-64 of A-Z a-z 0-9 _ . -, no sign first."""
    return _CODE.fullmatch(text) is not None


def parse_topic(text: str) -> Topic | None:
    """Return the topic's parts, or None when it is none of the contract's."""
    parts = text.split("/")
    if len(parts) != 4 or parts[0] != VERSION or parts[3] not in _CHANNELS:
        return None
    return Topic(parts[1], parts[2], _CHANNELS[parts[3]])
