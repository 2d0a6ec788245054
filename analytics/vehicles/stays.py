"""Stays: how long something was so without a break."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from models.fixes import Fix


@dataclass(frozen=True, slots=True)
class Stay:
    """From the first to the last fix of which it was so."""

    first: Fix
    last: Fix

    @property
    def lasting(self) -> timedelta:
        """How long: 0 of a single fix, whose before and after nobody knows."""
        return self.last.at - self.first.at


def longest_stay(fixes: Sequence[Fix], is_so: NDArray[np.bool_]) -> Stay | None:
    """Return the longest stay of clean fixes in order, the latest of equally long ones; None: never so."""
    best: Stay | None = None
    first: Fix | None = None
    for fix, so in zip(fixes, is_so.tolist(), strict=True):
        if not so:
            first = None
            continue
        first = first or fix
        stay = Stay(first, fix)
        if best is None or stay.lasting >= best.lasting:
            best = stay
    return best
