"""Frames as a terminal writes and reads them; nothing of the gateway's own codec is used here."""

from dataclasses import dataclass
from typing import NamedTuple

REGISTER, AUTHENTICATE, HEARTBEAT, LOCATION, BATCH, LOGOUT = 0x0100, 0x0102, 0x0002, 0x0200, 0x0704, 0x0003
PLATFORM_REPLY, ASK_FOR_PARTS, REGISTER_REPLY = 0x8001, 0x8003, 0x8100


class Answer(NamedTuple):
    """A message of the platform."""

    message_id: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a terminal is: the digits set in it, the plate it was installed with, the year of its protocol."""

    phone: str
    plate: str = ""
    year: int = 2013


def frame(
    who: Identity, message_id: int, serial: int, body: bytes, part: tuple[int, int] | None = None
) -> bytes:
    """Return one frame; `part` is (total, number) where it carries a part."""
    properties = len(body) + (0x2000 if part else 0)
    if who.year == 2019:
        head = message_id.to_bytes(2) + (properties + 0x4000).to_bytes(2) + b"\x01" + _bcd(who.phone, 20)
    else:
        head = message_id.to_bytes(2) + properties.to_bytes(2) + _bcd(who.phone, 12)
    plain = bytearray(head + serial.to_bytes(2))
    for number in part or ():
        plain += number.to_bytes(2)
    plain += body
    check = 0
    for byte in plain:
        check ^= byte
    out = bytearray(b"\x7e")
    for byte in (*plain, check):
        out += {0x7E: b"\x7d\x02", 0x7D: b"\x7d\x01"}.get(byte, bytes([byte]))
    return bytes(out + b"\x7e")


def parted(who: Identity, message_id: int, serial: int, body: bytes, size: int) -> list[bytes]:
    """Return the frames of a message cut into parts of `size` bytes, with serials in a row."""
    pieces = [body[begin : begin + size] for begin in range(0, len(body), size)]
    return [
        frame(who, message_id, (serial + number) & 0xFFFF, piece, (len(pieces), number + 1))
        for number, piece in enumerate(pieces)
    ]


def registration(who: Identity) -> bytes:
    """Return the body of a registration, in Yinchuan, with a blue plate."""
    maker, model, name = (5, 20, 7) if who.year == 2013 else (11, 30, 30)
    return (
        (64).to_bytes(2)
        + (100).to_bytes(2)
        + b"GJSIM".ljust(maker, b"\0")
        + b"simulated".ljust(model, b"\0")
        + who.phone[-7:].encode().ljust(name, b"\0")
        + b"\x01"
        + who.plate.encode("gbk")
    )


def authentication(who: Identity, code: str) -> bytes:
    """Return the body of an authentication."""
    if who.year == 2013:
        return code.encode("ascii")
    return bytes([len(code)]) + code.encode("ascii") + b"0" * 15 + b"v1".ljust(20, b"\0")


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a terminal says it was. `clock` is YYMMDDhhmmss in Beijing time, degrees have a sign."""

    clock: str
    lat: float
    lon: float
    altitude_m: int = 1_100
    speed_kmh: float = 0.0
    heading_deg: int = 0
    ignition: bool = True
    fixed: bool = True
    system_bit: int = 19
    alarms: int = 0
    odometer_km: float | None = None
    fuel_l: float | None = None
    satellites: int | None = None


def location(fix: Fix) -> bytes:
    """Return the body of a location."""
    status = fix.ignition + 2 * fix.fixed + 4 * (fix.lat < 0) + 8 * (fix.lon < 0) + (1 << fix.system_bit)
    body = bytearray(fix.alarms.to_bytes(4) + status.to_bytes(4))
    body += round(abs(fix.lat) * 1e6).to_bytes(4) + round(abs(fix.lon) * 1e6).to_bytes(4)
    body += fix.altitude_m.to_bytes(2, signed=True) + round(fix.speed_kmh * 10).to_bytes(2)
    body += fix.heading_deg.to_bytes(2) + bytes.fromhex(fix.clock)
    if fix.odometer_km is not None:
        body += b"\x01\x04" + round(fix.odometer_km * 10).to_bytes(4)
    if fix.fuel_l is not None:
        body += b"\x02\x02" + round(fix.fuel_l * 10).to_bytes(2)
    if fix.satellites is not None:
        body += b"\x31\x01" + bytes([fix.satellites])
    return bytes(body)


def batch(locations: list[bytes]) -> bytes:
    """Return the body of a batch of locations that were kept while there was no network."""
    items = b"".join(len(each).to_bytes(2) + each for each in locations)
    return len(locations).to_bytes(2) + b"\x01" + items


class Reader:
    """Finds the platform's messages in what arrives."""

    def __init__(self, year: int) -> None:
        self._header = 12 if year == 2013 else 17
        self._rest = b""

    def feed(self, data: bytes) -> list[Answer]:
        """Return the messages that `data` completes."""
        *whole, self._rest = (self._rest + data).split(b"\x7e")
        plain = [
            piece.replace(b"\x7d\x02", b"\x7e").replace(b"\x7d\x01", b"\x7d") for piece in whole if piece
        ]
        return [Answer(int.from_bytes(each[:2]), each[self._header : -1]) for each in plain]


def _bcd(digits: str, width: int) -> bytes:
    return bytes.fromhex(digits.zfill(width))
