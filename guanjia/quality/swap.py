"""A meter swap as somebody typed it becomes what a registry file would say of it: pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from guanjia.dispatch.local_times import local_instant
from models.dispatch_errors import FieldFlaw, Flaw
from models.quality import SwapEntry
from models.registry import Installation, Meter
from models.registry_draft.written import Where, WrittenEntry
from models.registry_state import Section

_LONGEST_SERIAL: Final = 60
_KEPT: Final = ("max_rate_per_hour", "two_way")
"""What nobody is asked for is as it was of the meter before."""


@dataclass(frozen=True, slots=True)
class Swap:
    """A swap understood: `serial` came at `at`, when the meter before showed `end_register`."""

    at: datetime
    end_register: float
    serial: str
    start_register: float
    modulus: float | None
    multiplier: float


def swap_of(said: SwapEntry, zone: ZoneInfo, now: datetime) -> Swap | list[FieldFlaw]:
    """Return the swap that was typed, or every flaw of its fields; `zone` is that of the site."""
    flaws: list[FieldFlaw] = []
    serial = _serial(said.serial, flaws)
    at = _instant(said.at, zone, now, flaws)
    end = _number("end_register", said.end_register, flaws)
    start = _number("start_register", said.start_register, flaws)
    modulus = _number("modulus", said.modulus, flaws, positive=True) if said.modulus.strip() else None
    multiplier = (
        _number("multiplier", said.multiplier, flaws, positive=True) if said.multiplier.strip() else 1.0
    )
    if start is not None and modulus is not None and start >= modulus:
        flaws.append(_above("start_register", modulus))
    if flaws or at is None or end is None or start is None or multiplier is None:
        return flaws
    return Swap(at, end, serial, start, modulus, multiplier)


def recorded(meter: Meter, swap: Swap) -> bool:
    """Tell whether the registry says this very swap already."""
    for before, installed in pairwise(meter.installations):
        if installed.valid_from == swap.at:
            known = Swap(
                installed.valid_from,
                math.nan if before.end_register is None else before.end_register,
                installed.serial,
                math.nan if installed.start_register is None else installed.start_register,
                installed.modulus,
                installed.multiplier,
            )
            return known == swap
    return False


def flaws_of(meter: Meter, swap: Swap) -> list[FieldFlaw]:
    """Return what keeps a swap from being recorded, which fields alone do not tell."""
    installed = meter.installations
    if any(each.serial == swap.serial for each in installed):
        return [FieldFlaw("serial", Flaw.SAME_SERIAL, {"serial": swap.serial})]
    same = next((each for each in installed if each.valid_from == swap.at), None)
    if same is not None:
        return [FieldFlaw("at", Flaw.OTHER_SWAP, {"serial": same.serial})]
    before = _before(installed, swap.at)
    if before is None:
        return [FieldFlaw("at", Flaw.NO_METER_BEFORE)]
    if before.modulus is not None and swap.end_register >= before.modulus:
        return [_above("end_register", before.modulus)]
    wraps = before.modulus is not None or before.two_way
    start = before.start_register
    if start is not None and swap.end_register < start and not wraps:
        return [FieldFlaw("end_register", Flaw.BELOW_START, {"start": f"{start:.15g}"})]
    return []


def written(meter: Meter, swap: Swap, author: str) -> WrittenEntry:
    """Return what a file would say of the swap: the meter before, and the one that came in its place.

    Where a later meter is recorded already, what the one before ended with is the end of the new one.
    """
    installed = meter.installations
    before = _before(installed, swap.at)
    after = next((each for each in installed if each.valid_from > swap.at), None)
    new: dict[str, object] = {
        "serial": swap.serial,
        "valid_from": swap.at,
        "start_register": swap.start_register,
        "previous_end_register": swap.end_register,
        "modulus": swap.modulus,
        "multiplier": swap.multiplier,
    }
    installations: list[dict[str, object]] = [new]
    if before is not None:
        new |= {name: getattr(before, name) for name in _KEPT}
        if after is not None:
            new["end_register"] = before.end_register
        installations.insert(0, {"serial": before.serial, "valid_from": before.valid_from})
    values: dict[str, object] = {"code": meter.code, "installations": installations}
    where = Where(f"a swap recorded by {author}", f"meters[{meter.code}]", {})
    return WrittenEntry(Section.METERS, values, where)


def _before(installed: Sequence[Installation], at: datetime) -> Installation | None:
    return next((each for each in reversed(installed) if each.valid_from < at), None)


def _serial(typed: str, flaws: list[FieldFlaw]) -> str:
    serial = " ".join("".join(c if c.isprintable() else " " for c in typed).split())
    if not serial:
        flaws.append(FieldFlaw("serial", Flaw.EMPTY))
    if len(serial) > _LONGEST_SERIAL:
        flaws.append(FieldFlaw("serial", Flaw.TOO_LONG, {"most": _LONGEST_SERIAL}))
    return serial


def _instant(typed: str, zone: ZoneInfo, now: datetime, flaws: list[FieldFlaw]) -> datetime | None:
    if not typed.strip():
        flaws.append(FieldFlaw("at", Flaw.EMPTY))
        return None
    try:
        at = local_instant(typed, zone)
    except (ValueError, OverflowError):
        flaws.append(FieldFlaw("at", Flaw.NO_TIME))
        return None
    if at > now:
        flaws.append(FieldFlaw("at", Flaw.AHEAD))
    return at


def _number(name: str, typed: str, flaws: list[FieldFlaw], *, positive: bool = False) -> float | None:
    if not typed.strip():
        flaws.append(FieldFlaw(name, Flaw.EMPTY))
        return None
    try:
        number = float(typed.strip().replace(",", ""))
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number < 0 or (positive and number == 0):
        flaws.append(FieldFlaw(name, Flaw.NO_NUMBER))
        return None
    return number


def _above(name: str, modulus: float) -> FieldFlaw:
    return FieldFlaw(name, Flaw.ABOVE_MODULUS, {"modulus": f"{modulus:.15g}"})
