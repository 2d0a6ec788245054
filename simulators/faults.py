"""What faults do to reports: pure transforms from what a device measured to what it sends."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import orjson

from models.reports import MAX_PAYLOAD_BYTES
from simulators.drafts import Clock, Draft, encoded
from simulators.scenario import FaultKind
from simulators.strikes import CONTENT, Strikes
from simulators.transmission import Transmission

DAY_S = 86_400
_SPIKE = 500.0
_ABSURD = 8e9
_CONFLICT = 0.5
_UNKNOWN = ("turbidity_ntu", 1.25)
_UNSET_CLOCK_S = 1_767_225_600
"""1 January 2026: what a clock that was never set has lost by then."""

_OFF_GRID_S = 7
"""Keeps a wrong stamp off the instants of true reports, so that it can be nobody else's key."""

_MALFORMED = (
    FaultKind.BROKEN_JSON,
    FaultKind.WRONG_SHAPE,
    FaultKind.TIME_MISSING,
    FaultKind.OVERSIZE,
)


MISREADINGS = (FaultKind.ZERO, FaultKind.SPIKE, FaultKind.ABSURD)
COPIES = (FaultKind.DUPLICATE, FaultKind.CONFLICT)


@dataclass(frozen=True, slots=True)
class Wire:
    """What a device's reports go through.

    `ahead_s` is how far a clock runs ahead, the same for all reports of a run so that no two get one stamp;
    `latency_s` is how long a report takes from its instant to being due.
    """

    clock: Clock
    ahead_s: int
    latency_s: float

    def send(self, index: int, draft: Draft, strikes: Strikes) -> Iterator[Transmission]:
        """Yield what becomes of one report, faults of the whole day considered."""
        due, held = self._due(index, draft, strikes)
        for kind in _MALFORMED:
            if strikes.struck(kind, index):
                yield Transmission(due, self._malformed(kind, draft), 0, alone=True)
        kind = strikes.content(index)
        if kind is FaultKind.CLOCK_NAIVE:
            yield Transmission(due, encoded(draft, self.clock.naive(draft.at)), 0, alone=True)
            return
        sent, stamp = self._content(kind, draft)
        first = Transmission(due, encoded(sent, stamp), sent.keys, held=held)
        yield first
        if strikes.struck(FaultKind.DUPLICATE, index):
            yield replace(first, repeat=True)
        if strikes.struck(FaultKind.CONFLICT, index):
            other = encoded(_contradicting(sent), stamp)
            yield Transmission(due, other, sent.keys, repeat=True, held=held)

    def _due(self, index: int, draft: Draft, strikes: Strikes) -> tuple[float, bool]:
        due = draft.at + self.latency_s + strikes.delay_s.get(index, 0.0)
        until = strikes.held_until(draft.at)
        if until is None or until + self.latency_s <= due:
            return due, False
        return until + self.latency_s, True

    def _content(self, kind: FaultKind | None, draft: Draft) -> tuple[Draft, str | int]:
        if kind is FaultKind.CLOCK_AHEAD:
            return draft, self.clock.stamp(draft.at + self.ahead_s + _OFF_GRID_S)
        if kind is FaultKind.CLOCK_UNSET:
            return draft, self.clock.stamp(draft.at - _UNSET_CLOCK_S + _OFF_GRID_S)
        if kind is FaultKind.UNKNOWN_QUANTITY:
            name, value = _UNKNOWN
            draft = replace(draft, values={**draft.values, name: value})
        elif kind is not None:
            draft = _misread(kind, draft)
        return draft, self.clock.stamp(draft.at)

    def _malformed(self, kind: FaultKind, draft: Draft) -> bytes:
        stamp = self.clock.stamp(draft.at)
        whole = encoded(draft, stamp)
        if kind is FaultKind.BROKEN_JSON:
            return whole[: len(whole) * 2 // 3]
        if kind is FaultKind.TIME_MISSING:
            # the body differs from report to report by its sequence number
            return encoded(draft, None)
        if kind is FaultKind.WRONG_SHAPE:
            return orjson.dumps({"at": stamp, "seq": draft.seq, "values": [*draft.values.items()]})
        return whole[:-1] + b',"log":"' + b"." * MAX_PAYLOAD_BYTES + b'"}'


def suffered(kind: FaultKind, index: int, draft: Draft, strikes: Strikes) -> bool:
    """Tell whether a fault that strikes a report also shows: a worse one may hide it."""
    content = strikes.content(index)
    if kind in MISREADINGS:
        return content is kind and draft.register() is not None
    if kind in CONTENT:
        return content is kind
    return kind not in COPIES or content is not FaultKind.CLOCK_NAIVE


def _misread(kind: FaultKind, draft: Draft) -> Draft:
    name = draft.register()
    if name is None:
        # a sensor has no register to misread
        return draft
    wrong = {
        FaultKind.ZERO: 0.0,
        FaultKind.SPIKE: round(draft.values[name] + _SPIKE, 3),
        FaultKind.ABSURD: _ABSURD,
    }[kind]
    return replace(draft, values={**draft.values, name: wrong})


def _contradicting(draft: Draft) -> Draft:
    name = draft.register() or next(iter(draft.values))
    return replace(draft, values={**draft.values, name: round(draft.values[name] + _CONFLICT, 3)})
