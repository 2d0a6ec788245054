"""Which pieces late fixes change, so that nothing else is read or written again.

How far a fix reaches is bounded as a rule (half an hour of GCJ-02, the duration of a stop), and not always: a
cluster of garbage is judged as a whole. So the margin is not trusted but tried: the outermost pieces of what
is computed again must come out as they are known; where they do not, the margin grows.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar

from models.track_window import Window

MARGIN: Final = timedelta(hours=1)
"""So far around late fixes pieces are computed again at first."""

_WIDER: Final = 8
_WIDEST: Final = timedelta(days=60)


Row_co = TypeVar("Row_co", covariant=True)
"""A piece, in whatever form it is kept; it can be compared and hashed."""


class Known(Protocol[Row_co]):
    """The pieces that are known of a vehicle, and what its fixes make of them now."""

    def window(self, since: datetime, until: datetime) -> Window:
        """Return the window of all known pieces that touch a span, and of one more on either side."""
        ...

    def stored(self, within: Window) -> Sequence[Row_co]:
        """Return the known pieces of a window in order."""
        ...

    def computed(self, within: Window) -> Sequence[Row_co]:
        """Return the pieces that the fixes of a window make, in order."""
        ...


def renewed(known: Known[Row_co], since: datetime, until: datetime) -> tuple[list[Row_co], list[Row_co]]:
    """Return the pieces that fixes between two instants took away, and those in their place."""
    margin = MARGIN
    while True:
        within = known.window(since - margin, until + margin) if margin <= _WIDEST else Window(None, None)
        was, now = known.stored(within), known.computed(within)
        if _fits(was, now, within):
            return _without(was, now), _without(now, was)
        margin *= _WIDER


def _fits(was: Sequence[Row_co], now: Sequence[Row_co], within: Window) -> bool:
    """Tell whether the pieces at the bounds of a window, which nothing new touches, came out as known."""
    if within.first is not None and was[:1] != now[:1]:
        return False
    return within.last is None or was[-1:] == now[-1:]


def _without(rows: Sequence[Row_co], others: Sequence[Row_co]) -> list[Row_co]:
    known = set(others)
    return [row for row in rows if row not in known]
