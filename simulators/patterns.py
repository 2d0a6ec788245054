"""How a day's use is spread over its hours: weights for 24 hours, as people live and machines run."""

import numpy as np
from numpy.typing import NDArray

from simulators.use import Pattern

_OFFICE = (1, 1, 1, 1, 1, 2, 8, 40, 90, 100, 95, 90, 60, 45, 85, 90, 85, 70, 35, 20, 12, 6, 3, 2)
_OFFICE_REST = (2, 2, 2, 2, 2, 2, 4, 8, 14, 18, 18, 16, 12, 12, 16, 16, 14, 12, 8, 6, 5, 4, 3, 2)
_CANTEEN = (0, 0, 0, 0, 0, 25, 80, 90, 45, 50, 85, 100, 95, 40, 15, 20, 55, 70, 50, 15, 2, 0, 0, 0)
_PUBLIC = (3, 2, 2, 2, 2, 5, 20, 50, 80, 90, 90, 85, 70, 60, 80, 85, 80, 70, 45, 30, 20, 12, 8, 5)
_CLEANING = (0, 0, 0, 0, 0, 10, 60, 90, 40, 30, 30, 20, 5, 30, 60, 70, 40, 20, 5, 0, 0, 0, 0, 0)
_DARKNESS = (30, 10, 10, 10, 10, 30, 60, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 40, 100, 100, 100, 90, 70, 45)
_CHARGING = (20, 15, 10, 10, 5, 5, 5, 10, 60, 90, 80, 50, 60, 90, 70, 40, 30, 25, 30, 40, 40, 35, 30, 25)
_IRRIGATION = (0, 0, 0, 0, 0, 50, 100, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
_FLAT = (1,) * 24

_WORKDAY: dict[Pattern, tuple[int, ...]] = {
    Pattern.OFFICE: _OFFICE,
    Pattern.CANTEEN: _CANTEEN,
    Pattern.PUBLIC: _PUBLIC,
    Pattern.CLEANING: _CLEANING,
    Pattern.CONSTANT: _FLAT,
    Pattern.DARKNESS: _DARKNESS,
    Pattern.CHARGING: _CHARGING,
    Pattern.IRRIGATION: _IRRIGATION,
}
_RESTDAY: dict[Pattern, tuple[int, ...]] = {**_WORKDAY, Pattern.OFFICE: _OFFICE_REST}

_SMOOTH = frozenset(Pattern) - {Pattern.IRRIGATION}


def shares(pattern: Pattern, *, workday: bool, hours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each quarter's share of a day's use; over the 96 quarters of an ordinary day they sum to 1.

    People's hours run into each other; a valve opens and shuts on the hour.
    """
    weights = np.array((_WORKDAY if workday else _RESTDAY)[pattern], dtype=np.float64)
    of_hour = weights / weights.sum() / 4
    if pattern not in _SMOOTH:
        return of_hour[hours.astype(np.int64)]
    return np.interp(hours, np.arange(24) + 0.5, of_hour, period=24)
