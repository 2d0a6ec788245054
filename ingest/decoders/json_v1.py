"""The JSON payload of MQTT contract v1: one report or an array of reports.

Total: whatever the bytes, the result is reports and refusals, never an exception.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, cast

import orjson

from models.refusals import Reason
from models.reports import MAX_PAYLOAD_BYTES

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KNOWN_FIELDS = frozenset({"at", "seq", "values", "position"})
_LAST_YEAR = 9000
_NO_VALUES: dict[str, object] = {}


class RawReport(NamedTuple):
    """A report with an instant; its values and fix are as the device wrote them, not checked yet."""

    at: datetime
    values: dict[str, object]
    position: object = None


class Decoded:
    """What a payload held: reports, and for the rest why it is none, with a sentence.

    No dataclass: one is made for each message, and typed list factories took a sixth of the decoding.
    """

    __slots__ = ("faults", "reports")

    def __init__(self) -> None:
        self.reports: list[RawReport] = []
        self.faults: list[tuple[Reason, str]] = []


def decode(payload: bytes) -> Decoded:
    """Decode one payload."""
    decoded = Decoded()
    if len(payload) > MAX_PAYLOAD_BYTES:
        decoded.faults.append((Reason.TOO_LARGE, f"{len(payload)} bytes; the limit is {MAX_PAYLOAD_BYTES}"))
        return decoded
    try:
        document: object = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        decoded.faults.append((Reason.NOT_JSON, str(error)))
        return decoded
    if isinstance(document, dict):
        _decode_report(cast("dict[str, object]", document), decoded)
    elif isinstance(document, list) and document:
        _decode_array(cast("list[object]", document), decoded)
    else:
        decoded.faults.append((Reason.WRONG_SHAPE, "neither a report nor an array of reports with one in it"))
    return decoded


def _decode_array(items: Iterable[object], decoded: Decoded) -> None:
    for place, item in enumerate(items):
        if isinstance(item, dict):
            _decode_report(cast("dict[str, object]", item), decoded)
        else:
            decoded.faults.append((Reason.WRONG_SHAPE, f"item {place} is no report"))


def _decode_report(report: dict[str, Any], decoded: Decoded) -> None:
    at = instant(report.get("at"))
    if isinstance(at, str):
        decoded.faults.append((Reason.TIME_MISSING, at))
        return
    values = report.get("values", _NO_VALUES)
    if not isinstance(values, dict):
        decoded.faults.append((Reason.WRONG_SHAPE, "`values` is no object"))
        return
    known = cast("dict[str, object]", values)
    if not report.keys() <= _KNOWN_FIELDS:
        known = _with_strays(known, report, decoded)
    position = report.get("position")
    if not known and position is None:
        decoded.faults.append((Reason.WRONG_SHAPE, "neither `values` nor `position`"))
        return
    decoded.reports.append(RawReport(at, known, position))


def _with_strays(values: dict[str, object], report: dict[str, Any], decoded: Decoded) -> dict[str, object]:
    """Return the values and what stands beside them as if among them; a name in both places is a fault."""
    strays = {name: value for name, value in report.items() if name not in _KNOWN_FIELDS}
    twice = strays.keys() & values.keys()
    if twice:
        decoded.faults.append((Reason.WRONG_SHAPE, f"{min(twice)[:40]!r} stands in `values` and beside it"))
    return strays | values


def instant(stamp: object) -> datetime | str:
    """Return the aware instant, or the sentence that says why there is none."""
    if isinstance(stamp, str):
        try:
            at = datetime.fromisoformat(stamp)
        except ValueError:
            return f"`at` is no ISO 8601 instant: {stamp[:40]!r}"
        if at.tzinfo is None:
            return f"`at` has no UTC offset: {stamp[:40]!r}"
    elif isinstance(stamp, int | float) and not isinstance(stamp, bool):
        try:
            at = _EPOCH + timedelta(milliseconds=stamp)
        except OverflowError:
            return f"`at` is no plausible epoch in milliseconds: {stamp!r}"
    else:
        return "`at` is missing"
    return at if 1 < at.year < _LAST_YEAR else f"`at` is no plausible instant: {stamp!r}"
