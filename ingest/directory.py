"""What a worker knows of the registry: which device speaks on which topic."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from models.registry import Protocol
from models.reports import EARLIEST
from models.topics import Channel, parse_topic


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A registered device: its key in the database, its site, and the first instant it can have measured."""

    id: int
    code: str
    site: str
    protocol: Protocol
    earliest: datetime = EARLIEST


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a message: `device` is None where nobody of that name is registered, and `fault` says so."""

    code: str
    channel: Channel
    device: KnownDevice | None
    fault: str = ""


class Directory:
    """The devices at one revision of the registry; topics are resolved once and remembered."""

    def __init__(self, revision: int, devices: Iterable[KnownDevice]) -> None:
        self.revision = revision
        self._devices = {device.code: device for device in devices}
        self._senders: dict[str, Sender] = {}

    def __len__(self) -> int:
        """Return how many devices are known."""
        return len(self._devices)

    def sender(self, topic: str) -> Sender:
        """Return who sends on `topic`; never fails: a stranger is a sender without a device."""
        found = self._senders.get(topic)
        if found is None:
            found = self._resolve(topic)
            if found.device is not None:
                self._senders[topic] = found
        return found

    def _resolve(self, topic: str) -> Sender:
        parsed = parse_topic(topic)
        if parsed is None:
            return Sender(topic, Channel.TELEMETRY, None, "the topic is none of the contract's")
        device = self._devices.get(parsed.device)
        if device is None:
            fault = f"no device {_short(parsed.device)} in the registry; add it with `guanjia registry apply`"
            return Sender(parsed.device, parsed.channel, None, fault)
        if device.site != parsed.site:
            fault = f"device {device.code!r} belongs to site {device.site!r}, not {_short(parsed.site)}"
            return Sender(parsed.device, parsed.channel, None, fault)
        return Sender(parsed.device, parsed.channel, device)


def _short(code: str) -> str:
    """Return a level of a topic for a sentence: a topic may be 64 KiB long."""
    return repr(code[:80])
