"""Registers as the database hands them to analytics: a meter to compute, its installations, its readings."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class MeterRegister:
    """The register of a meter; readings are expected every `interval`, its days are those of `zone`.

    `heating` is the heating region of its site; None: it has no heating season.
    """

    id: int
    device_id: int
    quantity_id: int
    code: str
    interval: timedelta
    zone: str
    heating: str | None = None


@dataclass(frozen=True, slots=True)
class InstalledMeter:
    """One physical meter in place, as in `models.registry.Installation`; None where open or not recorded."""

    meter_id: int
    valid_from: datetime
    valid_to: datetime | None
    start_register: float | None
    end_register: float | None
    modulus: float | None
    multiplier: float
    max_rate_per_hour: float | None
    two_way: bool


@dataclass(frozen=True, slots=True)
class RegisterWindow:
    """Readings of one register, ascending, and whether there are none before and after them.

    `at` is datetime64[us] in UTC; `value` is in the register's unit.
    """

    at: NDArray[np.datetime64]
    value: NDArray[np.float64]
    reaches_first: bool
    reaches_last: bool
