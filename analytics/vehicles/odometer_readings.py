"""Odometers as people wrote them on receipts: which are believed, and how far a vehicle went between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MOST_KM_A_DAY = 1500.0
"""What no vehicle of a pool drives in a day; a reading that says so is a slip of the pen."""


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """What the odometer showed on a day [km]."""

    day: date
    km: float


def believed(readings: Sequence[Reading]) -> list[Reading]:
    """Return the longest chain of readings that one odometer can have shown, in order.

    From one to the next it does not fall, nor rise by more than `MOST_KM_A_DAY` for each day begun. Of chains
    equally long the one that ends first, and lowest, is taken. Quadratic: there are some hundred receipts.

    Examples
    --------
    >>> said = [(1, 50_000), (5, 5_210), (9, 50_800)]
    >>> [reading.km for reading in believed([Reading(date(2026, 3, day), km) for day, km in said])]
    [50000, 50800]
    """
    ordered = sorted(set(readings))
    lengths: list[int] = []
    before: list[int | None] = []
    for place, reading in enumerate(ordered):
        links = [other for other in range(place) if _can_follow(ordered[other], reading)]
        best = max(links, key=lambda other: (lengths[other], -other), default=None)
        lengths.append(1 if best is None else lengths[best] + 1)
        before.append(best)
    chain: list[Reading] = []
    at = max(range(len(ordered)), key=lambda place: (lengths[place], -place), default=None)
    while at is not None:
        chain.append(ordered[at])
        at = before[at]
    return chain[::-1]


def _can_follow(earlier: Reading, later: Reading) -> bool:
    days = (later.day - earlier.day).days + 1
    return 0 <= later.km - earlier.km <= MOST_KM_A_DAY * days
