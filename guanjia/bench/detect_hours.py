"""Hours of a scene: its registers as they would be read, with the faults that strike them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from analytics.accounts import Account
from analytics.hours import hourly_consumption
from analytics.registers import Installations, in_order, installations
from guanjia.bench.detect_scene import HISTORY_DAYS, JUDGED_DAYS, Scene
from models.registers import InstalledMeter
from models.registry import Installation, Meter, SiteFile
from simulators.days import LocalDay
from simulators.demand import Demand
from simulators.ledger import Ledger
from simulators.placing import Placed, place
from simulators.registers import Registers
from simulators.scenario import FaultKind
from simulators.strikes import StrikePlan
from simulators.use import UseFile

COARSE_STEP = 0.01
"""Registers of the first two levels count ten litres at a time, as large meters do; the others one [m3]."""

MISREADINGS = (FaultKind.ZERO, FaultKind.SPIKE)
"""Faults of single registers that reach the database; an absurd one is refused on the way."""

_SPIKE = 500.0
_MOST_WRONG = 0.01
_INTERVAL = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Misreading:
    """A register that was read wrongly: by which meter, when, and how."""

    meter: int
    at: np.datetime64
    kind: FaultKind


@dataclass(frozen=True, slots=True)
class Played:
    """A scene's meters, what they come to by their place among them, and what was read wrongly or not."""

    meters: tuple[Meter, ...]
    account: Account
    misread: tuple[Misreading, ...]
    lost: int


@dataclass(frozen=True, slots=True)
class _Read:
    """What a meter's register showed on a day, as it was read."""

    meter: NDArray[np.int64]
    at: NDArray[np.datetime64]
    value: NDArray[np.float64]
    misread: tuple[Misreading, ...]
    lost: int


def played(scene: Scene, file: SiteFile, use: UseFile) -> Played:
    """Play a scene and turn what was read into hours.

    What a silence holds back is lost here: it would come later, as hours that are estimated until then.
    Each meter is off by up to one per cent, always the same, so that no balance is exact.
    """
    demand = Demand(scene.scenario.seed, use)
    placed = place((file,), scene.scenario, demand, scene.anchor)
    parts = list(_days(scene, placed, demand))
    readings = in_order(
        np.concatenate([part.meter for part in parts]),
        np.concatenate([part.at for part in parts]),
        np.concatenate([part.value for part in parts]),
    )
    account = hourly_consumption(readings, _installed(placed, file))
    return Played(
        placed.site.meters,
        _measured_wrongly(account, scene.scenario.seed, len(placed.site.meters)),
        tuple(one for part in parts for one in part.misread),
        sum(part.lost for part in parts),
    )


def _days(scene: Scene, placed: Placed, demand: Demand) -> Iterator[_Read]:
    site = placed.site
    ledger = Ledger(site, demand, scene.scenario.leaks, scene.anchor)
    registers = Registers(scene.scenario.seed, ledger)
    plan = StrikePlan(scene.scenario.seed, scene.scenario.faults, site, scene.anchor)
    first = scene.anchor.astimezone(site.zone).date()
    for number in range(HISTORY_DAYS + JUDGED_DAYS):
        today = ledger.day(first + timedelta(days=number))
        for place_of, meter in enumerate(site.meters):
            shown = registers.shown(place_of, today).register
            yield _read(place_of, meter, today.day, shown, plan)


def _read(number: int, meter: Meter, day: LocalDay, shown: NDArray[np.float64], plan: StrikePlan) -> _Read:
    seconds = day.instants()
    strikes = plan.strikes(meter.device_code, day, seconds)
    at = seconds.astype("datetime64[s]").astype("datetime64[us]")
    value = shown if meter.level > 2 else np.floor(shown / COARSE_STEP + 1e-6) * COARSE_STEP
    value, misread = value.copy(), list[Misreading]()
    for kind, hits in strikes.hits.items():
        for index in hits:
            if kind is FaultKind.ABSURD:
                value[index] = np.nan
            elif kind in MISREADINGS and strikes.content(index) is kind:
                value[index] = 0.0 if kind is FaultKind.ZERO else value[index] + _SPIKE
                misread.append(Misreading(number, at[index], kind))
    silent = np.array([strikes.held_until(second) is not None for second in seconds.tolist()])
    heard = ~(silent | np.isnan(value))
    misread = [one for one in misread if heard[np.searchsorted(at, one.at)]]
    return _Read(np.full(heard.sum(), number), at[heard], value[heard], tuple(misread), int(silent.sum()))


def _installed(placed: Placed, file: SiteFile) -> Installations:
    """Return what the registry knows: exchanges that nobody recorded are not in it."""
    told = {meter.code: meter for meter in (*file.meters, *placed.recorded)}
    return installations(
        [
            (number, _INTERVAL, _as_installed(number, one))
            for number, meter in enumerate(placed.site.meters)
            for one in told[meter.code].installations
        ]
    )


def _as_installed(number: int, one: Installation) -> InstalledMeter:
    return InstalledMeter(
        number,
        one.valid_from,
        one.valid_to,
        one.start_register,
        one.end_register,
        one.modulus,
        one.multiplier,
        one.max_rate_per_hour,
        one.two_way,
    )


def _measured_wrongly(account: Account, seed: int, meters: int) -> Account:
    errors = np.random.default_rng(seed).uniform(1 - _MOST_WRONG, 1 + _MOST_WRONG, meters)
    factor = errors[account.hours.meter]
    return replace(
        account,
        hours=replace(
            account.hours,
            amount=account.hours.amount * factor,
            estimated=account.hours.estimated * factor,
        ),
    )


def water_only(file: SiteFile) -> SiteFile:
    """Return a site file without the devices that are no meter."""
    devices = {meter.device_code for meter in file.meters}
    kept: Sequence[object] = tuple(device for device in file.devices if device.code in devices)
    return file.model_copy(update={"devices": kept})
