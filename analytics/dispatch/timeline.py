"""What happened when: found by time without a look at all of it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import accumulate
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Timeline(Generic[Item]):
    """Things that each last from an instant to another, by their beginning; `span` says both."""

    __slots__ = ("_items", "_latest_ends", "_starts")

    def __init__(self, items: Iterable[Item], span: Callable[[Item], tuple[datetime, datetime]]) -> None:
        self._items = sorted(items, key=lambda item: span(item)[0])
        self._starts = [span(item)[0] for item in self._items]
        self._latest_ends = list(accumulate((span(item)[1] for item in self._items), max))

    def around(self, start: datetime, end: datetime) -> Iterator[Item]:
        """Yield in order all that touches a span, ends included; among it may be what ended before."""
        first, last = bisect_left(self._latest_ends, start), bisect_right(self._starts, end)
        yield from self._items[first:last]


def by_plate(
    items: Iterable[Item],
    plate: Callable[[Item], str | None],
    span: Callable[[Item], tuple[datetime, datetime]],
) -> Mapping[str | None, Timeline[Item]]:
    """Return a timeline for each vehicle."""
    found: defaultdict[str | None, list[Item]] = defaultdict(list)
    for item in items:
        found[plate(item)].append(item)
    return {name: Timeline(own, span) for name, own in found.items()}
