"""What the links of one sender have in common."""

import ssl
from dataclasses import dataclass

from models.broker import Broker
from simulators.history import History
from simulators.outbox import Window


@dataclass(slots=True)
class Counts:
    """What all links together did."""

    messages: int = 0
    acknowledged: int = 0
    resent: int = 0


@dataclass(frozen=True, slots=True)
class Shared:
    """What the links of one sender share: bounds, memory, counts."""

    broker: Broker
    tls: ssl.SSLContext | None
    backlog: Window
    wire: Window
    history: History
    counts: Counts
