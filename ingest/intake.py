"""From a message to rows: decode, sift, add to the batch. Pure but for the batch it fills."""

from datetime import UTC, datetime

import orjson

from ingest.decoders import json_v1
from ingest.directory import Directory, Sender
from ingest.sifting import refuse, sift
from models.refusals import Reason, Refusal
from models.topics import Channel
from storage.telemetry import Arrival, Batch, Event

_STATES = frozenset({"online", "offline"})


def take(batch: Batch, arrival: Arrival, directory: Directory, now: datetime) -> None:
    """Add all that a message, arrived `now`, holds: rows for what can be stored, refusals for the rest."""
    batch.arrive(arrival, now)
    sender = directory.sender(arrival.topic)
    if sender.channel is Channel.STATUS:
        _take_status(batch, arrival, sender)
    else:
        _take_telemetry(batch, arrival, sender)


def refill(batch: Batch, directory: Directory) -> Batch:
    """Return the batch made again from its messages, as a newer directory sees them."""
    return part(batch, slice(None), directory)


def part(batch: Batch, places: slice, directory: Directory) -> Batch:
    """Return a batch made of some of a batch's messages."""
    fresh = Batch(batch.received_at)
    for arrival, at in zip(batch.arrivals[places], batch.instants[places], strict=True):
        take(fresh, arrival, directory, at)
    return fresh


def refused(batch: Batch, directory: Directory, reason: Reason, detail: str) -> Batch:
    """Return the batch with nothing in it to store: every reading of its messages refused for one reason."""
    fresh = Batch(batch.received_at)
    for arrival, at in zip(batch.arrivals, batch.instants, strict=True):
        fresh.arrive(arrival, at)
        sender = directory.sender(arrival.topic)
        if sender.channel is Channel.STATUS:
            fresh.refuse(Refusal(reason, detail))
            continue
        for refusal in refuse(json_v1.decode(arrival.payload), sender, reason, detail):
            fresh.refuse(refusal)
    return fresh


def knows_all_senders(batch: Batch) -> bool:
    """Tell whether no message of the batch was refused because its device is unknown."""
    return all(refusal.reason is not Reason.UNKNOWN_DEVICE for _, refusal in batch.refusals)


def _take_telemetry(batch: Batch, arrival: Arrival, sender: Sender) -> None:
    sifted = sift(json_v1.decode(arrival.payload), sender, batch.received_at)
    if sender.device is not None:
        batch.add_readings(sender.device.id, sifted.readings)
        if sifted.fixes:
            batch.add_fixes(sender.device.id, sifted.fixes)
    for refusal in sifted.refusals:
        batch.refuse(refusal)


def _take_status(batch: Batch, arrival: Arrival, sender: Sender) -> None:
    if sender.device is None:
        batch.refuse(Refusal(Reason.UNKNOWN_DEVICE, sender.fault))
        return
    try:
        status: object = orjson.loads(arrival.payload)
    except orjson.JSONDecodeError as error:
        batch.refuse(Refusal(Reason.NOT_JSON, str(error)))
        return
    state = status.get("state") if isinstance(status, dict) else None
    if not isinstance(status, dict) or not isinstance(state, str) or state not in _STATES:
        batch.refuse(Refusal(Reason.WRONG_SHAPE, "a status is an object with `state` online or offline"))
        return
    batch.events.append(Event(sender.device.id, _status_instant(status.get("at"), batch.received_at), state))


def _status_instant(stamp: object, received_at: datetime) -> datetime:
    """Return when a status began: a last will cannot know its hour, so without a sound `at` on arrival."""
    at = json_v1.instant(stamp)
    return min(at, received_at).astimezone(UTC) if isinstance(at, datetime) else received_at
