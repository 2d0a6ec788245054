"""The header of a message: which message, of which terminal, which one, which part of it."""

from dataclasses import dataclass
from enum import IntEnum
from struct import Struct

from ingest.gateways.jt808.faults import Fault, FrameError
from ingest.gateways.jt808.framing import framed

_LENGTH = 0x03FF
_ENCRYPTION = 0x1C00
_PARTED = 0x2000
_VERSIONED = 0x4000
_WORDS = Struct(">HH")
_WORD = Struct(">H")


class Version(IntEnum):
    """The year of the standard a terminal speaks; its header says which."""

    V2013 = 2013
    V2019 = 2019


_PHONE = {Version.V2013: slice(4, 10), Version.V2019: slice(5, 15)}
"""Where the BCD digits of the phone stand: 12 of them, or 20 after a byte of protocol revision."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a message a frame carries: `number` is 1 to `total`."""

    total: int
    number: int


@dataclass(frozen=True, slots=True)
class Header:
    """Who sends what; `phone` has all its digits, 12 or 20, `serial` counts 0 to 65535 and begins again."""

    message_id: int
    phone: str
    serial: int
    version: Version = Version.V2013
    part: Part | None = None
    revision: int = 1
    """Of the protocol, in a header of 2019; others have none."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: a message, or a part of one."""

    header: Header
    body: bytes


def parse(plain: bytes) -> Frame:
    """Return the frame of a checked content.

    Raises
    ------
    FrameError
        Where header and body do not fit each other.
    """
    if len(plain) < 5:
        raise FrameError(Fault.HEADER, f"{len(plain)} bytes are too short for a header")
    message_id, properties = _WORDS.unpack_from(plain)
    version = Version.V2019 if properties & _VERSIONED else Version.V2013
    place = _PHONE[version]
    length = properties & _LENGTH
    begin = place.stop + (6 if properties & _PARTED else 2)
    if len(plain) < begin:
        raise FrameError(Fault.HEADER, f"{len(plain)} bytes are too short for a header of {version}")
    if len(plain) != begin + length:
        raise FrameError(Fault.LENGTH, f"the header says {length} bytes of body, {len(plain) - begin} came")
    if properties & _ENCRYPTION:
        raise FrameError(Fault.ENCRYPTED, f"message {message_id:#06x} is encrypted: switch that off")
    phone = plain[place].hex()
    if not phone.isdecimal():
        raise FrameError(Fault.HEADER, f"the phone {phone} is no BCD")
    (serial,) = _WORD.unpack_from(plain, place.stop)
    part = _part(plain, place.stop + 2) if properties & _PARTED else None
    revision = plain[4] if version is Version.V2019 else 1
    return Frame(Header(message_id, phone, serial, version, part, revision), plain[begin:])


def _part(plain: bytes, begin: int) -> Part:
    total, number = _WORDS.unpack_from(plain, begin)
    if not 1 <= number <= total:
        raise FrameError(Fault.HEADER, f"part {number} of {total}")
    return Part(total, number)


def encoded(frame: Frame) -> bytes:
    """Return the bytes of a frame as they go over the wire, flags included; a body has at most 1023 bytes."""
    header = frame.header
    if len(frame.body) > _LENGTH:
        raise FrameError(Fault.LENGTH, f"a body of {len(frame.body)} bytes; at most {_LENGTH} fit")
    properties = len(frame.body) | (_PARTED if header.part else 0)
    revision = b""
    if header.version is Version.V2019:
        properties |= _VERSIONED
        revision = bytes([header.revision])
    digits = 20 if header.version is Version.V2019 else 12
    part = _WORDS.pack(header.part.total, header.part.number) if header.part else b""
    return framed(
        b"".join(
            (
                _WORDS.pack(header.message_id, properties),
                revision,
                bytes.fromhex(header.phone.zfill(digits)),
                _WORD.pack(header.serial),
                part,
                frame.body,
            )
        )
    )
