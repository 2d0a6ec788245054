"""The messages of signing on, and the replies of a platform."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from struct import Struct, pack

from ingest.gateways.jt808.faults import Fault, FrameError
from ingest.gateways.jt808.header import Frame, Version

_REPLY = Struct(">HHB")
_REGISTERED = Struct(">HB")
_PROVINCE_CITY = Struct(">HH")
_TEXT = "gbk"


class MessageId(IntEnum):
    """The messages this gateway knows; the platform's begin at 0x8000."""

    TERMINAL_REPLY = 0x0001
    HEARTBEAT = 0x0002
    LOGOUT = 0x0003
    REGISTER = 0x0100
    AUTHENTICATE = 0x0102
    LOCATION = 0x0200
    LOCATION_BATCH = 0x0704
    PLATFORM_REPLY = 0x8001
    ASK_FOR_PARTS = 0x8003
    REGISTER_REPLY = 0x8100


class Result(IntEnum):
    """The platform's word about one message."""

    DONE = 0
    FAILED = 1
    WRONG = 2
    NOT_SUPPORTED = 3


class RegisterResult(IntEnum):
    """The platform's word about a registration."""

    DONE = 0
    VEHICLE_TAKEN = 1
    NO_SUCH_VEHICLE = 2
    TERMINAL_TAKEN = 3
    NO_SUCH_TERMINAL = 4


@dataclass(frozen=True, slots=True)
class Registration:
    """What a terminal says of itself: codes of province and city by GB/T 2260, then text."""

    province: int
    city: int
    manufacturer: str
    model: str
    terminal_id: str
    plate_colour: int
    """By JT/T 415 (2013) or JT/T 697.7 (2019); 0: no plate yet, `plate` is the VIN."""
    plate: str


# manufacturer, model and terminal id in bytes; 2011's model of 8 is still met under headers of 2013
_FIELDS = {Version.V2013: (5, 20, 7), Version.V2019: (11, 30, 30)}
_FIELDS_2011 = (5, 8, 7)


def registration(frame: Frame) -> Registration:
    """Return what a message 0x0100 says; a body too short for its version is read as that of 2011."""
    body, widths = frame.body, _FIELDS[frame.header.version]
    if frame.header.version is Version.V2013 and len(body) < _width(widths):
        widths = _FIELDS_2011
    if len(body) < _width(widths):
        raise FrameError(Fault.BODY, f"a registration of {len(body)} bytes is too short")
    province, city = _PROVINCE_CITY.unpack_from(body)
    texts: list[str] = []
    place = _PROVINCE_CITY.size
    for width in widths:
        texts.append(_text(body[place : place + width]))
        place += width
    return Registration(province, city, texts[0], texts[1], texts[2], body[place], _text(body[place + 1 :]))


def _width(widths: tuple[int, int, int]) -> int:
    return _PROVINCE_CITY.size + sum(widths) + 1


def authentication_code(frame: Frame) -> bytes:
    """Return the code in a message 0x0102; that of 2019 has its length before it, IMEI and software after."""
    if frame.header.version is Version.V2013:
        return frame.body
    if not frame.body or len(frame.body) < 1 + frame.body[0]:
        raise FrameError(Fault.BODY, "an authentication shorter than it says its code is")
    return frame.body[1 : 1 + frame.body[0]]


def platform_reply(serial: int, message_id: int, result: Result) -> bytes:
    """Return the body of 0x8001, the reply to message `message_id` numbered `serial`."""
    return _REPLY.pack(serial, message_id, result)


def ask_for_parts(version: Version, first: int, numbers: Sequence[int]) -> bytes:
    """Return the body of 0x8003: the parts that lack of a message whose first one has serial `first`."""
    count = ">HH" if version is Version.V2019 else ">HB"
    return pack(f"{count}{len(numbers)}H", first, len(numbers), *numbers)


def register_reply(serial: int, result: RegisterResult, code: str = "") -> bytes:
    """Return the body of 0x8100; only a terminal that is let in gets a code."""
    return _REGISTERED.pack(serial, result) + (code.encode(_TEXT) if result is RegisterResult.DONE else b"")


def _text(field: bytes) -> str:
    return field.decode(_TEXT, errors="replace").strip("\x00 ")
