"""Messages 0x0200 and 0x0704: where a vehicle was, how it went, and what else its terminal adds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from struct import Struct

from ingest.gateways.jt808.faults import Fault, FrameError
from models.reports import SatelliteSystem

BEIJING = timezone(timedelta(hours=8))
"""The standard writes all instants in GMT+8, wherever the vehicle is."""
_BASICS = Struct(">IIIIhHH6s")
"""Alarms, status, latitude, longitude, altitude, speed, heading, time. The altitude is signed in two's
complement: the standard says WORD, and Turpan lies 154 m below the sea."""
_WORD = Struct(">H")
_DWORD = Struct(">I")

_ACC, _FIXED, _SOUTH, _WEST, _ENCRYPTED = (1 << bit for bit in (0, 1, 2, 3, 5))
_SYSTEMS = {
    1 << 18: SatelliteSystem.GPS,
    1 << 19: SatelliteSystem.BDS,
    1 << 20: SatelliteSystem.GLONASS,
    1 << 21: SatelliteSystem.GALILEO,
}
ALARMS = {
    0: "emergency",
    1: "overspeed",
    2: "fatigue",
    3: "danger_warning",
    4: "gnss_fault",
    5: "antenna_open",
    6: "antenna_short",
    7: "supply_low",
    8: "supply_off",
    9: "display_fault",
    10: "speech_fault",
    11: "camera_fault",
    12: "card_reader_fault",
    13: "overspeed_warning",
    14: "fatigue_warning",
    18: "driving_time_exceeded",
    19: "parking_time_exceeded",
    20: "area",
    21: "route",
    22: "route_time",
    23: "off_route",
    24: "vss_fault",
    25: "fuel_abnormal",
    26: "stolen",
    27: "illegal_ignition",
    28: "illegal_movement",
    29: "collision",
    30: "rollover",
    31: "illegal_door",
}
"""Names of the alarm bits that 2013 and 2019 have in common."""


@dataclass(frozen=True, slots=True)
class Location:
    """One report: degrees with sign, metres, km/h, degrees clockwise from north. `at` is aware, in GMT+8.

    What a terminal did not add is None; `others` holds additional items that are none of ours, or not as
    long as the standard has them, as hex by their number, and under -1 a rest that is no item.
    """

    at: datetime
    lat: float
    lon: float
    altitude_m: int
    speed_kmh: float
    heading_deg: int
    status: int = 0
    alarm_bits: int = 0
    odometer_km: float | None = None
    fuel_l: float | None = None
    recorder_kmh: float | None = None
    signal: int | None = None
    satellites: int | None = None
    others: Mapping[int, str] = field(default_factory=dict[int, str])

    @property
    def ignition(self) -> bool:
        """Whether the ignition is on (ACC)."""
        return bool(self.status & _ACC)

    @property
    def fixed(self) -> bool:
        """Whether latitude and longitude are measured, and plain: a terminal may encrypt them."""
        return bool(self.status & _FIXED) and not self.status & _ENCRYPTED

    @property
    def system(self) -> SatelliteSystem | None:
        """The satellites of the fix; None where the terminal names none."""
        named = [system for bit, system in _SYSTEMS.items() if self.status & bit]
        if len(named) > 1:
            return SatelliteSystem.MIXED
        return named[0] if named else None

    @property
    def alarms(self) -> tuple[str, ...]:
        """The names of the alarms that stand, in the order of their bits; `bit_N` where we have no name."""
        return tuple(ALARMS.get(bit, f"bit_{bit}") for bit in range(32) if self.alarm_bits >> bit & 1)


def _tenth(value: bytes, word: Struct) -> float:
    return word.unpack(value)[0] / 10


_ITEMS: dict[int, tuple[str, int, Callable[[bytes], float]]] = {
    0x01: ("odometer_km", 4, lambda value: _tenth(value, _DWORD)),
    0x02: ("fuel_l", 2, lambda value: _tenth(value, _WORD)),
    0x03: ("recorder_kmh", 2, lambda value: _tenth(value, _WORD)),
    0x30: ("signal", 1, lambda value: value[0]),
    0x31: ("satellites", 1, lambda value: value[0]),
}


def location(body: bytes) -> Location:
    """Return the report in the body of a message 0x0200.

    Raises
    ------
    FrameError
        Where it is too short, or its time is no time.
    """
    if len(body) < _BASICS.size:
        raise FrameError(Fault.BODY, f"a location of {len(body)} bytes; {_BASICS.size} are the least")
    alarm_bits, status, lat, lon, altitude, speed, heading, at = _BASICS.unpack_from(body)
    known, others = _items(body[_BASICS.size :])
    return Location(
        at=beijing_time(at),
        lat=(-lat if status & _SOUTH else lat) / 1e6,
        lon=(-lon if status & _WEST else lon) / 1e6,
        altitude_m=altitude,
        speed_kmh=speed / 10,
        heading_deg=heading,
        status=status,
        alarm_bits=alarm_bits,
        others=others,
        odometer_km=known.get("odometer_km"),
        fuel_l=known.get("fuel_l"),
        recorder_kmh=known.get("recorder_kmh"),
        signal=_whole(known.get("signal")),
        satellites=_whole(known.get("satellites")),
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _items(rest: bytes) -> tuple[dict[str, float], dict[int, str]]:
    known: dict[str, float] = {}
    others: dict[int, str] = {}
    while len(rest) >= 2 and len(rest) >= 2 + rest[1]:
        number, value, rest = rest[0], rest[2 : 2 + rest[1]], rest[2 + rest[1] :]
        name, length, read = _ITEMS.get(number, ("", -1, len))
        if len(value) == length:
            known[name] = read(value)
        else:
            others[number] = value.hex()
    if rest:
        others[-1] = rest.hex()
    return known, others


def batch(body: bytes) -> Iterator[Location | bytes]:
    """Return the reports of a message 0x0704; an item that is none stays the bytes it is.

    Raises
    ------
    FrameError
        Before the first report, where the items do not fill the body.
    """
    if len(body) < 3:
        raise FrameError(Fault.BODY, f"a batch of {len(body)} bytes")
    (count,) = _WORD.unpack_from(body)
    items, place = [], 3
    while place + 2 <= len(body) and len(items) < count:
        (length,) = _WORD.unpack_from(body, place)
        items.append(body[place + 2 : place + 2 + length])
        place += 2 + length
    if place != len(body) or len(items) != count:
        raise FrameError(Fault.BODY, f"a batch of {count} reports whose lengths do not fill it")
    return map(_location_or_bytes, items)


def _location_or_bytes(item: bytes) -> Location | bytes:
    try:
        return location(item)
    except FrameError:
        return item


def beijing_time(bcd: bytes) -> datetime:
    """Return the instant of six BCD bytes YYMMDDhhmmss, years from 2000 on; raise FrameError for none."""
    digits = bcd.hex()
    try:
        year, month, day, hour, minute, second = (int(digits[i : i + 2]) for i in range(0, 12, 2))
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=BEIJING)
    except ValueError as error:
        raise FrameError(Fault.BODY, f"{digits} is no time: {error}") from error
