"""What the counters of meters show: start registers, transformers' ratios, wraps and exchanged meters."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.registry import Installation, Meter
from simulators.chance import chance
from simulators.ledger import COUNTS_PER_UNIT, DayOfUse, Ledger

DEFAULT_MODULUS = 100_000.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A meter's register at the start of each quarter, in its unit; NaN where no meter was in place.

    `wrapped` are the quarters at whose start the register had just passed its modulus.
    """

    register: NDArray[np.float64]
    wrapped: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Registers:
    """Turns counted use into registers; `seed` chooses the start register that a site file leaves open."""

    seed: int
    ledger: Ledger

    def shown(self, meter_index: int, today: DayOfUse) -> Shown:
        """Return what a meter shows through a day."""
        meter = self.ledger.meters[meter_index]
        counted = today.counted()[meter_index]
        at = today.day.instants()
        register = np.full(today.day.quarters, np.nan)
        wrapped: list[NDArray[np.int64]] = []
        for k, (start, end) in enumerate(spans(meter)):
            base = self.ledger.base(meter_index, k)
            quarters = np.flatnonzero((at >= start) & (at < end))
            if base is None or not len(quarters):
                continue
            steps = self._steps(meter, k, counted[quarters] - base)
            modulus = modulus_steps(meter, meter.installations[k])
            register[quarters] = steps % modulus / COUNTS_PER_UNIT[meter.quantity]
            wrapped.append(quarters[1:][np.diff(steps // modulus) > 0])
        return Shown(register, np.concatenate(wrapped) if wrapped else np.empty(0, dtype=np.int64))

    def register_at(self, meter_index: int, k: int, counted: int) -> float:
        """Return the register of the k-th installation when the meter had counted `counted`."""
        meter = self.ledger.meters[meter_index]
        base = self.ledger.base(meter_index, k) or 0
        steps = self._steps(meter, k, np.array([counted - base]))
        return float(
            steps[0] % modulus_steps(meter, meter.installations[k]) / COUNTS_PER_UNIT[meter.quantity]
        )

    def _steps(self, meter: Meter, k: int, counted: NDArray[np.int64]) -> NDArray[np.int64]:
        installation = meter.installations[k]
        return self._start_steps(meter, installation) + counted // round(installation.multiplier)

    def _start_steps(self, meter: Meter, installation: Installation) -> int:
        if installation.start_register is not None:
            return round(installation.start_register * COUNTS_PER_UNIT[meter.quantity])
        half = modulus_steps(meter, installation) // 2
        return int(chance(self.seed, "start", meter.code, installation.serial).integers(half))


def spans(meter: Meter) -> list[tuple[float, float]]:
    """Return when each installation was in place (epoch seconds); one without an end lasts until the next."""
    begins = [installation.valid_from.timestamp() for installation in meter.installations]
    ends = [*begins[1:], np.inf]
    told = [installation.valid_to for installation in meter.installations]
    return [(begin, to.timestamp() if to else end) for begin, end, to in zip(begins, ends, told, strict=True)]


def modulus_steps(meter: Meter, installation: Installation) -> int:
    """Return where a register wraps, in its smallest steps."""
    return round((installation.modulus or DEFAULT_MODULUS) * COUNTS_PER_UNIT[meter.quantity])
