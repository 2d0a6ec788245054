"""How long a log-in lasts, and how long somebody waits whose log-ins fail."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

IDLE: Final = timedelta(hours=12)
"""A session that nobody used for so long is over."""
LONGEST: Final = timedelta(days=7)
"""A session is over after so long, however much it is used."""
LINK_LASTS: Final = timedelta(minutes=10)
"""A link that lets somebody in once is good for so long."""
FAILURES_COUNT: Final = timedelta(minutes=15)
"""So long a failed log-in counts."""

_FREE_OF_BOTH = 5
_FREE_OF_NAME = 50
_FREE_OF_ADDRESS = 30
_LONGEST_WAIT = timedelta(minutes=15)
# a name is known to many: whoever fails on purpose must not keep its holder out for long
_LONGEST_WAIT_OF_NAME = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Failures:
    """Log-ins that failed within `FAILURES_COUNT`, and when the last of them did; None: none did.

    `both`: with this name from this address; `name`, `address`: with either, whatever the other.
    """

    both_count: int = 0
    name_count: int = 0
    address_count: int = 0
    both_at: datetime | None = None
    name_at: datetime | None = None
    address_at: datetime | None = None


def is_alive(begun_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Tell whether a session that nobody ended still lasts."""
    return now - seen_at < IDLE and now - begun_at < LONGEST


def wait(failures: Failures, now: datetime) -> timedelta:
    """Return how long the next attempt has to wait; zero: it need not.

    Past the free attempts the wait doubles with each failure: 1 s after the fifth, 2 s after the sixth, up to
    15 minutes.
    """
    return max(
        _left(failures.both_count - _FREE_OF_BOTH, failures.both_at, _LONGEST_WAIT, now),
        _left(failures.name_count - _FREE_OF_NAME, failures.name_at, _LONGEST_WAIT_OF_NAME, now),
        _left(failures.address_count - _FREE_OF_ADDRESS, failures.address_at, _LONGEST_WAIT, now),
    )


def _left(over: int, last_at: datetime | None, longest: timedelta, now: datetime) -> timedelta:
    if over < 0 or last_at is None:
        return timedelta()
    pause = min(timedelta(seconds=2 ** min(over, 20)), longest)
    return max(last_at + pause - now, timedelta())
