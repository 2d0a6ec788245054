"""Counts payloads without any of the simulators' code, as a decoder that knows only the contract would."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson

from simulators.messages import Message, Tally

Key = tuple[str, str, datetime]


@dataclass(slots=True)
class Recount:
    """`values` holds the first value of each key; `contradictions` the keys that came with another one."""

    values: dict[Key, object] = field(default_factory=dict[Key, object])
    contradictions: set[Key] = field(default_factory=set[Key])
    messages: int = 0
    duplicates: int = 0
    malformed: int = 0

    @property
    def tally(self) -> Tally:
        return Tally(self.messages, len(self.values), self.duplicates, self.malformed)


def recount(messages: Iterable[Message]) -> Recount:
    seen = Recount()
    for message in messages:
        seen.messages += 1
        found = list(readings(message)) if len(message.payload) <= 256 * 1024 else []
        seen.malformed += not found
        for key, value in found:
            seen.duplicates += key in seen.values
            if seen.values.setdefault(key, value) != value:
                seen.contradictions.add(key)
    return seen


def readings(message: Message) -> Iterator[tuple[Key, object]]:
    device = message.topic.split("/")[2]
    for report in reports(message.payload):
        at = instant(report.get("at"))
        values = report.get("values")
        if at is None or not isinstance(values, dict):
            continue
        for name, value in values.items():
            if isinstance(value, int | float):
                yield (device, name, at), value
        if "position" in report:
            yield (device, "position", at), report["position"]


def reports(payload: bytes) -> list[dict[str, Any]]:
    try:
        document = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return []
    candidates = document if isinstance(document, list) else [document]
    return [report for report in candidates if isinstance(report, dict)]


def instant(stamp: object) -> datetime | None:
    if isinstance(stamp, int):
        return datetime.fromtimestamp(stamp / 1000, UTC)
    if isinstance(stamp, str):
        at = datetime.fromisoformat(stamp)
        return at if at.tzinfo else None
    return None
