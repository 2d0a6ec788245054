"""How much a terminal may ask of the gateway, and the allowance that says when it is too much."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Counts, bytes, and seconds.

    `frames_a_second` may be exceeded for `burst_frames`. `unanswered` messages of one terminal wait for the
    broker before nothing more is read from it, `parts_bytes` are held of messages that are not whole yet, of
    one terminal and of all, for `parts_seconds`; those missing are asked for after every `parts_ask_seconds`
    without one. `faults` in a row are more than noise. Beyond
    `cuts_told_a_second` cuts are counted and not logged: an attack must not fill the disk.
    """

    connections: int = 20_000
    connections_an_address: int = 2_000
    authenticate_seconds: float = 30.0
    silent_seconds: float = 300.0
    frames_a_second: float = 20.0
    burst_frames: float = 1_000.0
    unanswered: int = 64
    faults: int = 10
    parts_bytes: int = 64 * 1024
    parts_bytes_of_all: int = 16 * 1024 * 1024
    parts_seconds: float = 60.0
    parts_ask_seconds: float = 10.0
    reply_bytes: int = 64 * 1024
    cuts_told_a_second: float = 10.0


LIMITS = Limits()


class Allowance:
    """A bucket that fills by itself; times are seconds of any clock that only goes forward."""

    __slots__ = ("_at", "_left", "_most", "_rate")

    def __init__(self, a_second: float, burst: float, now: float) -> None:
        self._rate = a_second
        self._most = self._left = burst
        self._at = now

    def takes(self, count: int, now: float) -> bool:
        """Take `count` out; False when there were not so many in it, and then it stays as it was."""
        left = min(self._most, self._left + (now - self._at) * self._rate)
        enough = count <= left
        self._left = left - count if enough else left
        self._at = now
        return enough
