"""Rows of the truth for what a day held: hours of use, exchanged meters, registers that wrapped, trips."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from models.registry import Meter
from simulators.days import LocalDay, local_day
from simulators.drafts import Draft, utc
from simulators.faults import suffered
from simulators.ledger import COUNTS_PER_UNIT, DayOfUse
from simulators.registers import Shown
from simulators.scenario import FaultKind
from simulators.strikes import Strikes
from simulators.trips import Trip
from simulators.truth import TruthKind, TruthRow

HOUR_S = 3600


def hours(meter: Meter, today: DayOfUse, index: int, shown: Shown) -> Iterator[TruthRow]:
    """Yield the true use of each whole hour in which a meter was in place."""
    amounts = today.use[index].reshape(-1, 4).sum(axis=1) / COUNTS_PER_UNIT[meter.quantity]
    in_place = (~np.isnan(shown.register)).reshape(-1, 4).sum(axis=1) == 4
    for hour, amount in enumerate(amounts.tolist()):
        if in_place[hour]:
            start = today.day.start + hour * HOUR_S
            yield TruthRow(
                TruthKind.HOUR, meter.code, meter.quantity, utc(start), utc(start + HOUR_S), amount
            )


def wraps(meter: Meter, today: DayOfUse, shown: Shown) -> Iterator[TruthRow]:
    """Yield a fault of kind rollover for each time a register passed its modulus."""
    for quarter in shown.wrapped.tolist():
        at = utc(today.day.start + quarter * 900)
        yield TruthRow(TruthKind.FAULT, meter.device_code, meter.quantity, at, at, 1.0, "rollover")


def swaps(meters: tuple[Meter, ...], day: LocalDay) -> Iterator[TruthRow]:
    """Yield the exchanges of meters on a day."""
    for meter in meters:
        for old, new in pairwise(meter.installations):
            if day.start <= new.valid_from.timestamp() < day.end:
                at = new.valid_from
                label = f"{old.serial} -> {new.serial}"
                end = old.end_register if old.end_register is not None else float("nan")
                yield TruthRow(TruthKind.SWAP, meter.code, meter.quantity, at, at, end, label)


def trips(device: str, day: LocalDay, zone: ZoneInfo, made: tuple[Trip, ...]) -> Iterator[TruthRow]:
    """Yield the trips of a vehicle that began on a day, and what they did against the rules."""
    for trip in made:
        back = local_day(day.on + timedelta(days=trip.days_away), zone)
        start, end = utc(day.start + trip.out.start_s), utc(back.start + trip.home.end_s)
        km = trip.metres / 1000
        yield TruthRow(TruthKind.TRIP, device, "odometer_km", start, end, km, trip.destination)
        if trip.violation:
            yield TruthRow(TruthKind.VIOLATION, device, "", start, end, km, trip.violation)


def fault_rows(device: str, reports: list[Draft], strikes: Strikes, day: LocalDay) -> Iterator[TruthRow]:
    """Yield the faults that a device's reports of a day suffered, and the outages that began on it."""
    for kind, indices in strikes.hits.items():
        for index in sorted(indices):
            if suffered(kind, index, reports[index], strikes):
                late_s = strikes.delay_s.get(index, 0.0) if kind is FaultKind.LATE else 0.0
                start, end = utc(reports[index].at), utc(reports[index].at + late_s)
                amount = late_s / HOUR_S if kind is FaultKind.LATE else 1.0
                yield TruthRow(TruthKind.FAULT, device, "", start, end, amount, kind.value)
    for begin, end in strikes.outages:
        if day.start <= begin:
            amount = (end - begin) / HOUR_S
            yield TruthRow(TruthKind.FAULT, device, "", utc(begin), utc(end), amount, FaultKind.OUTAGE.value)
