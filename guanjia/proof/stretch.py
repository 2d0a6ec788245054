"""Meters that followed one another, and whether their hours come to what they turned.

An hour in which a meter was changed is made of both meters. So the proof is of stretches: installations of a
measuring point that share hours, one alone where it began and ended on the hour.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from guanjia.proof.turned import Turned, instant
from storage.proof import Books, HourSum, ProvedInstallation, Totals

LIMIT = 1e-9
"""The largest residual, as a share of all that moved the register."""

_LEAST_MOVED = 1e-6
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Meters that share hours, what those come to, and what of their registers was set aside [unit]."""

    meters: Sequence[Turned]
    hours: HourSum
    set_aside: float
    two_way: bool

    @property
    def difference(self) -> float:
        """What the registers turned [unit of the quantity]."""
        return math.fsum(meter.difference for meter in self.meters)

    @property
    def carried_on(self) -> float:
        """What stands in for skipped readings at open ends [unit of the quantity]."""
        return math.fsum(meter.carried_on for meter in self.meters)

    @property
    def residual(self) -> float:
        """What the hours and the steps set aside lack of it: 0 but for rounding [unit of the quantity]."""
        return math.fsum((self.difference, self.carried_on, -self.hours.amount, -self.set_aside))

    @property
    def scale(self) -> float:
        """All movement of the registers without its sign, at least a millionth of the largest one [unit].

        Below that, a register in binary cannot tell amounts apart to `LIMIT`.
        """
        largest = max((abs(meter.largest * meter.multiplier) for meter in self.meters), default=0.0)
        return max(math.fsum(meter.moved for meter in self.meters), _LEAST_MOVED * largest)

    @property
    def relative(self) -> float:
        """The residual as a share of `scale`."""
        return share(self.residual, self.scale)


@dataclass(frozen=True, slots=True)
class MeterProof:
    """Whether the sum of a measuring point is proved; everything in `unit`."""

    meter: str
    unit: str
    stretches: Sequence[Stretch]
    totals: Totals

    @property
    def relative(self) -> float:
        """The greatest residual of it, as a share of what moved the register."""
        return max((stretch.relative for stretch in self.stretches), default=0.0)

    @property
    def faults(self) -> list[str]:
        """Say in a sentence each what is not as it must be; nothing where the sum is proved."""
        said = [sentence for stretch in self.stretches for sentence in _faults(stretch, self.unit)]
        stray = self.totals.hours - sum(stretch.hours.hours for stretch in self.stretches)
        if stray:
            said.append(f"{stray} hours lie in no installation")
        scale = max((stretch.scale for stretch in self.stretches), default=0.0)
        for name, amount in (("days", self.totals.of_days), ("months", self.totals.of_months)):
            if share(amount - self.totals.of_hours, scale) > LIMIT:
                said.append(
                    f"its {name} come to {amount:.6f} {self.unit}, its hours to {self.totals.of_hours:.6f}"
                )
        return said


def share(part: float, whole: float) -> float:
    """Return `part` without its sign as a share of `whole`; of nothing, anything is infinitely much."""
    if whole:
        return abs(part) / whole
    return 0.0 if not part else math.inf


def groups(of: Books) -> list[list[ProvedInstallation]]:
    """Return the installations of a meter, those that share an hour together."""
    found: list[list[ProvedInstallation]] = []
    for one in of.installations:
        if found and _share_an_hour(found[-1][-1], one, of):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def span(group: Sequence[ProvedInstallation]) -> tuple[datetime, datetime | None]:
    """Return the hours of installations: from the one in which they begin to the end of the last."""
    end = group[-1].valid_to
    return _hour(group[0].valid_from), None if end is None else _hour_after(end)


def set_aside(group: Sequence[ProvedInstallation], of: Books) -> float:
    """Return the steps that were set aside while these installations were in place."""
    end = group[-1].valid_to
    within = of.aside_at >= instant(group[0].valid_from)
    if end is not None:
        within &= of.aside_at <= instant(end)
    return math.fsum(of.aside_step[within].tolist())


def _share_an_hour(before: ProvedInstallation, after: ProvedInstallation, of: Books) -> bool:
    if before.valid_to is None or _hour_after(before.valid_to) > _hour(after.valid_from):
        return True
    # a step that shows at the very instant of the change may be of either meter
    return before.valid_to == after.valid_from and instant(after.valid_from) in of.aside_at


def _faults(stretch: Stretch, unit: str) -> list[str]:
    said: list[str] = []
    if stretch.relative > LIMIT:
        turned, counted = stretch.difference + stretch.carried_on, stretch.hours.amount + stretch.set_aside
        said.append(
            f"its registers turned {turned:.6f} {unit}, its hours and what is set aside come to {counted:.6f}"
        )
    falls = sum(meter.falls for meter in stretch.meters)
    if falls:
        said.append(f"its register fell {falls} times, which is neither a rollover nor set aside")
    if stretch.hours.negative and not stretch.two_way:
        said.append(f"{stretch.hours.negative} of its hours are below 0, and it counts one way")
    return said


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _hour_after(at: datetime) -> datetime:
    begun = _hour(at)
    return begun if begun == at else begun + _HOUR
