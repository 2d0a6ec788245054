"""The part of a file that is replayed."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from simulators.replay.clock import NO_INSTANT, Instants


@dataclass(frozen=True, slots=True)
class Period:
    """From one instant up to, and not including, another; None is open."""

    begins: datetime | None = None
    ends: datetime | None = None

    def holds(self, at: Instants) -> npt.NDArray[np.bool_]:
        """Tell for each instant whether it lies inside; an unreadable one lies in the whole only."""
        inside = np.ones(at.shape, dtype=np.bool_)
        if self.begins is not None:
            inside &= at >= _milliseconds(self.begins)
        if self.ends is not None:
            # a stamp that cannot be read is the smallest number: it would lie before every end
            inside &= (at < _milliseconds(self.ends)) & (at != NO_INSTANT)
        return inside

    def holds_one(self, at: datetime | None) -> bool:
        """Tell whether one instant lies inside; an unknown one lies inside the whole only."""
        if at is None:
            return self.begins is None and self.ends is None
        late_enough = self.begins is None or at >= self.begins
        return late_enough and (self.ends is None or at < self.ends)


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)
