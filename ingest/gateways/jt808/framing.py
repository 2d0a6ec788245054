"""Frames in a stream of bytes: 0x7e around, 0x7e and 0x7d inside escaped, an XOR of all bytes at the end.

Everything here is pure, and what it raises is FrameError.
"""

from functools import reduce
from operator import xor

from ingest.gateways.jt808.faults import Fault, FrameError

FLAG = b"\x7e"
_ESCAPE = b"\x7d"
_UNESCAPED = {0x01: _ESCAPE, 0x02: FLAG}
_LONGEST_CONTENT = 17 + 4 + 1023 + 1
"""Bytes: header of 2019, fields of a part, longest body, checksum."""
LONGEST_FRAME = 2 * _LONGEST_CONTENT
"""Bytes between the flags when every one of them is escaped."""


class Deframer:
    """Cuts a stream into what stands between flags; however the stream is split, the pieces are the same."""

    def __init__(self) -> None:
        self._rest = b""
        self._skips = False

    def feed(self, data: bytes) -> list[bytes | FrameError]:
        """Return the pieces that `data` completes, still escaped, and one error for each that is too long."""
        *whole, rest = (self._rest + data).split(FLAG)
        if self._skips and whole:
            whole[0] = b""
            self._skips = False
        pieces = [_bounded(piece) for piece in whole if piece]
        if self._skips:
            rest = b""
        elif len(rest) > LONGEST_FRAME:
            pieces.append(_too_long())
            self._skips, rest = True, b""
        self._rest = rest
        return pieces


def _bounded(piece: bytes) -> bytes | FrameError:
    return piece if len(piece) <= LONGEST_FRAME else _too_long()


def _too_long() -> FrameError:
    return FrameError(Fault.TOO_LONG, f"no end within {LONGEST_FRAME} bytes")


def content(piece: bytes) -> bytes:
    """Return header and body of what stood between two flags.

    Raises
    ------
    FrameError
        Where an escape or the checksum is wrong.
    """
    plain = _unescaped(piece) if _ESCAPE in piece else piece
    if len(plain) > _LONGEST_CONTENT:
        raise FrameError(Fault.TOO_LONG, f"{len(plain)} bytes; a frame has at most {_LONGEST_CONTENT}")
    # an XOR over content and checksum is 0
    if not plain or reduce(xor, plain):
        raise FrameError(Fault.CHECKSUM, "the checksum is not the XOR of the bytes before it")
    return plain[:-1]


def _unescaped(piece: bytes) -> bytes:
    first, *others = piece.split(_ESCAPE)
    plain = [first]
    for part in others:
        meant = _UNESCAPED.get(part[0]) if part else None
        if meant is None:
            raise FrameError(Fault.ESCAPE, f"0x7d before {part[:1].hex() or 'the end'}")
        plain += [meant, part[1:]]
    return b"".join(plain)


def framed(plain: bytes) -> bytes:
    """Return the frame of a header and a body: with checksum, escaped, between flags."""
    checked = plain + bytes([reduce(xor, plain, 0)])
    escaped = checked.replace(_ESCAPE, b"\x7d\x01").replace(FLAG, b"\x7d\x02")
    return FLAG + escaped + FLAG
