"""What a simulated device sends, before it is sent."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One MQTT message of one device; `due` is the instant at which the device would send it."""

    due: datetime
    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Tally:
    """What was sent, counted at the source: the left side of `published = stored + rejected`.

    `readings` are distinct keys (device, quantity, at), a fix being one reading; `duplicates` are further
    copies of those keys; `malformed` are messages that held no reading.
    """

    messages: int = 0
    readings: int = 0
    duplicates: int = 0
    malformed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Add the counts of two disjoint sets of devices."""
        return Tally(
            self.messages + other.messages,
            self.readings + other.readings,
            self.duplicates + other.duplicates,
            self.malformed + other.malformed,
        )
