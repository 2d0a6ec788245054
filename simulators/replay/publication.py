"""Turns reports into MQTT messages and counts what they hold."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import numpy as np
import orjson

from models.quantities import POSITION
from models.reports import EARLIEST, FUTURE_TOLERANCE, MAX_PAYLOAD_BYTES
from models.topics import Channel, Topic
from simulators.messages import Message, Tally
from simulators.replay.batch import Batch, Reported

REPORTS_AN_ARRAY = 500


class Counter:
    """Counts distinct readings, keyed by device, quantity and instant; it keeps 8 bytes for each.

    The newest message counts only once it is known to be taken: a sender that is stopped has read one ahead.
    """

    def __init__(self) -> None:
        self._instants: defaultdict[tuple[str, str], array[int]] = defaultdict(lambda: array("q"))
        self._newest: Sequence[Reported] = ()
        self._messages = 0
        self._malformed = 0

    def count(self, reports: Sequence[Reported]) -> None:
        """Count one message that holds `reports`; all before it were taken."""
        self._count_newest()
        self._newest = reports

    def tally(self, taken: int) -> Tally:
        """Return the counts of the messages handed out, of which the first `taken` were taken."""
        if taken > self._messages:
            self._count_newest()
        sent = sum(len(instants) for instants in self._instants.values())
        distinct = sum(np.unique(np.asarray(instants)).size for instants in self._instants.values())
        return Tally(self._messages, distinct, sent - distinct, self._malformed)

    def _count_newest(self) -> None:
        if not self._newest:
            return
        self._messages += 1
        keys = 0
        for reported in self._newest:
            if isinstance(reported.at, int):
                keys += self._count_one(reported, reported.at)
        self._malformed += keys == 0
        self._newest = ()

    def _count_one(self, reported: Reported, at: int) -> int:
        names = [*reported.values, POSITION] if reported.position else list(reported.values)
        for name in names:
            self._instants[reported.device, name].append(at)
        return len(names)


class Publication:
    """The messages of one file: an array for each device and batch, or one message a report."""

    def __init__(self, site: str, now: datetime, *, in_arrays: bool) -> None:
        self._site = site
        self._in_arrays = in_arrays
        self._sane = (_milliseconds(EARLIEST), _milliseconds(now + FUTURE_TOLERANCE))
        self._due: int | None = None
        self._counter = Counter()
        self.rows = 0
        self.gaps = 0
        self.impossible = 0
        self.devices: set[str] = set()

    def tally(self, taken: int) -> Tally:
        """Return what the first `taken` messages hold: all handed out, or all but the newest."""
        return self._counter.tally(taken)

    def messages(self, batches: Iterable[Batch]) -> Iterator[Message]:
        """Yield the messages in the order in which they are due."""
        for batch in batches:
            self.rows += batch.rows
            self.gaps += batch.gaps
            self.impossible += batch.impossible
            self.devices.update(reported.device for reported in batch.reports)
            self._due = self._due or next(filter(self._is_sane, _instants(batch)), None)
            for reports in _of_devices(batch) if self._in_arrays else ([r] for r in batch.reports):
                yield from self._messages(reports)

    def _messages(self, reports: Sequence[Reported]) -> Iterator[Message]:
        for reported in reports:
            self._advance(reported)
        payload = _encoded(reports)
        if len(payload) > MAX_PAYLOAD_BYTES and len(reports) > 1:
            half = len(reports) // 2
            yield from self._messages(reports[:half])
            yield from self._messages(reports[half:])
            return
        self._counter.count(reports)
        topic = str(Topic(self._site, reports[0].device, Channel.TELEMETRY))
        yield Message(datetime.fromtimestamp((self._due or 0) / 1000, UTC), topic, payload)

    def _advance(self, reported: Reported) -> None:
        """Move on to a report's instant; a stamp that no clock of today shows is sent with its neighbours."""
        at = reported.at
        if isinstance(at, int) and self._is_sane(at):
            self._due = max(self._due or at, at)

    def _is_sane(self, at: int) -> bool:
        return self._sane[0] <= at <= self._sane[1]


def _instants(batch: Batch) -> Iterator[int]:
    return (reported.at for reported in batch.reports if isinstance(reported.at, int))


def _of_devices(batch: Batch) -> Iterator[list[Reported]]:
    """Group reports by device; one without an instant goes alone, so that it spoils no other."""
    grouped: defaultdict[str, list[Reported]] = defaultdict(list)
    for reported in batch.reports:
        if isinstance(reported.at, int):
            grouped[reported.device].append(reported)
        else:
            yield [reported]
    for reports in grouped.values():
        for first in range(0, len(reports), REPORTS_AN_ARRAY):
            yield reports[first : first + REPORTS_AN_ARRAY]


def _encoded(reports: Sequence[Reported]) -> bytes:
    documents = [_document(reported) for reported in reports]
    return orjson.dumps(documents[0] if len(documents) == 1 else documents)


def _document(reported: Reported) -> dict[str, object]:
    document: dict[str, object] = {"at": reported.at}
    if reported.values:
        document["values"] = reported.values
    if reported.position:
        document["position"] = reported.position
    return document


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)
