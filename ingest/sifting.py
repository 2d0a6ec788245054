"""Decide what of a decoded message can be stored, and say of the rest why not. Pure."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, cast

from ingest.decoders.json_v1 import Decoded, RawReport
from ingest.directory import Sender
from models.quantities import BY_NAME, POSITION
from models.refusals import ReadingKey, Reason, Refusal
from models.reports import FUTURE_TOLERANCE, Position, SatelliteSystem
from storage.copying import microseconds

_RANGES = {q.name: (q.id, q.low, q.high, q.unit) for q in BY_NAME.values()}
_FIX_RANGES: dict[str, tuple[float, float]] = {
    "lon": (-180.0, 180.0),
    "lat": (-90.0, 90.0),
    "altitude_m": (-500.0, 9_000.0),
    "speed_kmh": (0.0, 400.0),
    "heading_deg": (0.0, 360.0),
    "satellites": (0, 200),
}
_LONGEST_NAME = 80
_SYSTEMS = {system.value: system for system in SatelliteSystem}


class Sifted:
    """One message, sorted: `readings` are (quantity id, at, value), `fixes` are (at, position).

    The `at` of a reading is in the microseconds of `storage.copying`: it is turned once for each report.
    """

    __slots__ = ("fixes", "readings", "refusals")

    def __init__(self) -> None:
        self.readings: list[tuple[int, int, float]] = []
        self.fixes: list[tuple[datetime, Position]] = []
        self.refusals: list[Refusal] = []


class _Refused:
    """Gathers refusals of one message: one record a reason, told by its first case and the count."""

    def __init__(self, device: str) -> None:
        self._device = _storable(device)
        self._details: dict[Reason, str] = {}
        self._keys: dict[Reason, list[ReadingKey]] = {}

    def add(self, reason: Reason, detail: str, quantity: str, at: datetime) -> None:
        self._details.setdefault(reason, detail)
        # PostgreSQL reads no UTC offset of 16 hours or more, and Python does
        key = ReadingKey(self._device, _storable(quantity), at.astimezone(UTC))
        self._keys.setdefault(reason, []).append(key)

    def refusals(self) -> Iterator[Refusal]:
        for reason, detail in self._details.items():
            keys = tuple(dict.fromkeys(self._keys[reason]))
            more = f" (and {len(keys) - 1} more)" if len(keys) > 1 else ""
            yield Refusal(reason, detail + more, keys)


def sift(decoded: Decoded, sender: Sender, now: datetime) -> Sifted:
    """Sort what `sender` said; `now` is when the message arrived and bounds its stamps."""
    sifted = Sifted()
    refused = None
    for report in decoded.reports:
        problem = _whole_report_problem(report, sender, now)
        if problem is None and _take_plain(report, sifted):
            continue
        refused = refused or _Refused(sender.code)
        if problem is None:
            _take_checked(report, sifted, refused)
        else:
            _refuse_all(report, problem, refused)
    if refused is not None:
        sifted.refusals.extend(refused.refusals())
    if decoded.faults:
        sifted.refusals.extend(_malformed(decoded.faults))
    return sifted


def refuse(decoded: Decoded, sender: Sender, reason: Reason, detail: str) -> Iterator[Refusal]:
    """Refuse all readings of a message for one reason, and keep the faults it had anyway."""
    refused = _Refused(sender.code)
    for report in decoded.reports:
        _refuse_all(report, (reason, detail), refused)
    yield from refused.refusals()
    yield from _malformed(decoded.faults)


def _whole_report_problem(report: RawReport, sender: Sender, now: datetime) -> tuple[Reason, str] | None:
    if sender.device is None:
        return Reason.UNKNOWN_DEVICE, sender.fault
    if report.at > now + FUTURE_TOLERANCE:
        return Reason.FUTURE, f"stamped {report.at.isoformat()}, ahead of its arrival: set the device's clock"
    if report.at < sender.device.earliest:
        return Reason.TOO_OLD, (
            f"stamped {report.at.isoformat()}, before the device was installed"
            f" ({sender.device.earliest.isoformat()}): set the device's clock, or the registry's date"
        )
    return None


def _take_plain(report: RawReport, sifted: Sifted) -> bool:
    """Take a report that is all in order: the usual case, kept short for speed."""
    fix = None
    if report.position is not None:
        fix = _plain_fix(report.position)
        if fix is None:
            return False
    at = microseconds(report.at)
    readings = sifted.readings
    taken = len(readings)
    for name, value in cast("dict[str, float]", report.values).items():
        known = _RANGES.get(name)
        kind: type = type(value)
        if known is None or not (kind is float or kind is int) or not known[1] <= value <= known[2]:
            del readings[taken:]
            return False
        readings.append((known[0], at, value))
    if fix is not None:
        sifted.fixes.append((report.at, fix))
    return True


def _plain_fix(raw: object) -> Position | None:
    """Return a fix that is all in order; None: look closer, `_fix` says what is wrong, if anything is."""
    if type(raw) is not dict:
        return None
    fix = cast("dict[str, Any]", raw)
    for name, value in fix.items():
        bounds = _FIX_RANGES.get(name)
        kind: type = type(value)
        if bounds is None:
            if name != "system" or kind is not str or value not in _SYSTEMS:
                return None
        elif not (kind is float or kind is int) or not bounds[0] <= value <= bounds[1]:
            return None
    if "lon" not in fix or "lat" not in fix:
        return None
    return _position(fix)


def _take_checked(report: RawReport, sifted: Sifted, refused: _Refused) -> None:
    at = microseconds(report.at)
    for name, value in report.values.items():
        problem = _value_problem(name, value)
        if problem is None:
            sifted.readings.append((_RANGES[name][0], at, cast("float", value)))
        else:
            refused.add(*problem, name, report.at)
    if report.position is not None:
        fix = _fix(report.position)
        if isinstance(fix, Position):
            sifted.fixes.append((report.at, fix))
        else:
            refused.add(*fix, POSITION, report.at)


def _value_problem(name: str, value: object) -> tuple[Reason, str] | None:
    known = _RANGES.get(name)
    if known is None:
        return Reason.UNKNOWN_QUANTITY, f"{name[:_LONGEST_NAME]!r} is no quantity of the contract"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Reason.WRONG_SHAPE, f"{name} is no number: {_described(value)}"
    _, low, high, unit = known
    if not low <= value <= high:
        return Reason.OUT_OF_RANGE, f"{name} = {value:g} is outside {low:g}..{high:g} {unit}"
    return None


def _fix(raw: object) -> Position | tuple[Reason, str]:
    if not isinstance(raw, dict):
        return Reason.WRONG_SHAPE, "`position` is no object"
    fix = cast("dict[str, object]", raw)
    return _fix_problem(fix) or _position(fix)


def _position(fix: Mapping[str, object]) -> Position:
    """Make a position of what was checked."""
    get = cast("Mapping[str, float | None]", fix).get
    satellites, system = get("satellites"), fix.get("system")
    return Position(
        cast("float", fix["lon"]),
        cast("float", fix["lat"]),
        get("altitude_m"),
        get("speed_kmh"),
        get("heading_deg"),
        None if satellites is None else int(satellites),
        _SYSTEMS[cast("str", system)] if system is not None else None,
    )


def _fix_problem(fix: dict[str, object]) -> tuple[Reason, str] | None:
    for name, (low, high) in _FIX_RANGES.items():
        value = fix.get(name)
        if value is None and name not in {"lon", "lat"}:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            return Reason.WRONG_SHAPE, f"position.{name} is no number: {_described(value)}"
        if not low <= value <= high:
            return Reason.OUT_OF_RANGE, f"position.{name} = {value:g} is outside {low:g}..{high:g}"
    for name, value in fix.items():
        if name == "system" and (value is None or (isinstance(value, str) and value in _SYSTEMS)):
            continue
        if name not in _FIX_RANGES:
            return (
                Reason.UNKNOWN_QUANTITY,
                f"position.{name[:_LONGEST_NAME]!r} = {_described(value)} is not of the contract",
            )
    return None


def _described(value: object) -> str:
    """Return a value for a sentence; never the inside of an array or object, which may be nested too deep."""
    match value:
        case str():
            return repr(value[:40])
        case dict():
            return "an object"
        case list():
            return "an array"
        case _:
            return str(value)


def _storable(name: str) -> str:
    """Return a name the database can hold and index: a hostile key may be long, or hold a NUL."""
    if len(name) <= _LONGEST_NAME and "\0" not in name:
        return name
    digest = sha256(name.encode()).hexdigest()[:12]
    return f"{name[:_LONGEST_NAME]!r}#{digest}"


def _refuse_all(report: RawReport, problem: tuple[Reason, str], refused: _Refused) -> None:
    for name in report.values:
        refused.add(*problem, name, report.at)
    if report.position is not None:
        refused.add(*problem, POSITION, report.at)


def _malformed(faults: list[tuple[Reason, str]]) -> Iterator[Refusal]:
    """One record a reason for what held no reading, told by its first case and the count."""
    by_reason: dict[Reason, list[str]] = {}
    for reason, detail in faults:
        by_reason.setdefault(reason, []).append(detail)
    for reason, details in by_reason.items():
        more = f" (and {len(details) - 1} more)" if len(details) > 1 else ""
        yield Refusal(reason, details[0] + more)
