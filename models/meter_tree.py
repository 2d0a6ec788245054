"""The tree of meters as codes or numbers with the one above each: who stands above whom."""

from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key", str, int)


def above(meter: Key, parents: Mapping[Key, Key | None]) -> Iterator[Key]:
    """Yield what stands above a meter, the nearest first, up to one whose parent nobody knows.

    Where the tree comes round to where it was, it ends there: the registry refuses that, a file may say it.
    """
    met: set[Key] = set()
    parent = parents.get(meter)
    while parent is not None and parent not in met:
        met.add(parent)
        yield parent
        parent = parents.get(parent)


def topmost(chosen: Collection[Key], parents: Mapping[Key, Key | None]) -> list[Key]:
    """Return those above which none of them stands, in their order: together they count nothing twice.

    Examples
    --------
    Of `b` and `c` below `a`, with `a` not chosen: both; of `a` and `c`: only `a`.
    """
    among = frozenset(chosen)
    return [meter for meter in chosen if among.isdisjoint(above(meter, parents))]
