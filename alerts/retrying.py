"""When a message that could not be sent is tried again."""

from datetime import datetime, timedelta

_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=24)
"""A warning that is a day late is no warning: it is recorded as failed and shown."""


def next_attempt(attempts: int, created_at: datetime, now: datetime) -> datetime | None:
    """Return when to try again after `attempts` tries, or None when it is time to give up.

    The wait is 1, 2, 4, ... minutes and at most an hour, so that a server that was away all night is found
    within an hour of its return.
    """
    if now - created_at >= GIVE_UP_AFTER:
        return None
    return now + min(_FIRST * 2 ** min(attempts - 1, 16), _LONGEST)
