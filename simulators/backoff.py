"""How long to wait before trying again."""

from datetime import timedelta
from random import Random


class Backoff:
    """Waits that double up to a longest, each with jitter so that devices do not return all at once."""

    def __init__(self, first: timedelta, longest: timedelta, random: Random) -> None:
        self._first = first.total_seconds()
        self._longest = longest.total_seconds()
        self._random = random
        self._tries = 0

    def next(self) -> float:
        """Return the seconds to wait: between half and all of the doubled wait."""
        wait = min(self._first * 2.0 ** min(self._tries, 32), self._longest)
        self._tries += 1
        return self._random.uniform(wait / 2, wait)

    def reset(self) -> None:
        """Begin again with the first wait: something went well."""
        self._tries = 0
