"""Reports on their way: when each is sent, what it counts for, and how many go into one message."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.reports import MAX_PAYLOAD_BYTES
from models.topics import Channel, Topic
from simulators.drafts import utc
from simulators.messages import Message, Tally

BACKLOG_REPORTS = 96
"""How many reports a device puts into one message of its backlog: a day of quarter hours."""

_ROOM_BYTES = MAX_PAYLOAD_BYTES - 2


@dataclass(frozen=True, slots=True)
class Transmission:
    """One encoded report and when it is `due` (epoch seconds).

    `keys` are the readings a decoder can identify in it, sent before if it is a `repeat`; a payload without
    any is sent `alone`, so that it spoils no other report's message. Reports that wait for the end of an
    outage are `held` and go out in arrays even when the device otherwise sends single reports.
    """

    due: float
    body: bytes
    keys: int
    repeat: bool = False
    alone: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message and what it adds to the tally once it is sent."""

    message: Message
    tally: Tally


def outgoing(topic: Topic, transmissions: Iterable[Transmission], *, arrays: bool) -> Iterator[Outgoing]:
    """Yield a device's messages from its transmissions in order of `due`; with `arrays`, as a backlog."""
    batch: list[Transmission] = []
    size = 0
    for item in transmissions:
        room = len(batch) < BACKLOG_REPORTS and size + len(item.body) + 1 <= _ROOM_BYTES
        if batch and not (room and _joins(batch[-1], item, arrays=arrays)):
            yield _message(topic, batch)
            batch, size = [], 0
        batch.append(item)
        size += len(item.body) + 1
    if batch:
        yield _message(topic, batch)


def telemetry(site: str, device: str) -> Topic:
    """Return the topic a device reports on."""
    return Topic(site, device, Channel.TELEMETRY)


def _joins(before: Transmission, item: Transmission, *, arrays: bool) -> bool:
    if before.alone or item.alone:
        return False
    return arrays or (before.held and item.held and before.due == item.due)


def _message(topic: Topic, batch: list[Transmission]) -> Outgoing:
    bodies = b",".join(item.body for item in batch)
    payload = bodies if len(batch) == 1 else b"[" + bodies + b"]"
    tally = Tally(
        messages=1,
        readings=sum(item.keys for item in batch if not item.repeat),
        duplicates=sum(item.keys for item in batch if item.repeat),
        malformed=int(not any(item.keys for item in batch)),
    )
    return Outgoing(Message(utc(batch[-1].due), str(topic), payload), tally)
