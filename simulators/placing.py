"""A scenario's meter swaps and rollovers placed into its site: what is true, what the registry is told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from models.registry import Installation, Meter, SiteFile
from simulators.days import days_after
from simulators.demand import Demand
from simulators.ledger import COUNTS_PER_UNIT, Ledger
from simulators.registers import Registers, modulus_steps
from simulators.scenario import Leak, Rollover, Scenario, ScenarioError, Swap
from simulators.site import SimulatedSite, merge


@dataclass(frozen=True, slots=True)
class Placed:
    """The site as it truly is, and the entries of meters that the registry must hear of (recorded swaps)."""

    site: SimulatedSite
    recorded: tuple[Meter, ...]


@dataclass(frozen=True, slots=True)
class _Placing:
    site: SimulatedSite
    demand: Demand
    leaks: tuple[Leak, ...]
    anchor: datetime

    def counted_at(self, meter: Meter, at: datetime) -> tuple[Registers, int, int]:
        """Return the registers of the meter's subtree, the meter's index there, and its counts at `at`."""
        below = replace(self.site, meters=_subtree(meter, self.site.meters))
        ledger = Ledger(below, self.demand, self.leaks, self.anchor)
        index = next(i for i, m in enumerate(below.meters) if m.code == meter.code)
        today = ledger.day(at.astimezone(self.site.zone).date())
        quarter = today.day.quarter_of(at)
        counted = int(today.before[index] + today.use[index, :quarter].sum())
        return Registers(self.demand.seed, ledger), index, counted

    def swapped(self, swap: Swap) -> Meter:
        meter = _meter(self.site, swap.meter)
        at = days_after(self.anchor, swap.day, self.site.zone)
        old = meter.installations[-1]
        if at <= old.valid_from:
            raise ScenarioError(
                f"swap of {meter.code}: {at:%F} is before its meter {old.serial} was put in on "
                f"{old.valid_from:%F}: simulate fewer days, or give an earlier valid_from in its site file"
            )
        registers, index, counted = self.counted_at(meter, at)
        end = registers.register_at(index, len(meter.installations) - 1, counted)
        ended = _changed(old, valid_to=at, end_register=end)
        new = _changed(
            old, serial=swap.serial, valid_from=at, start_register=swap.start_register, end_register=None
        )
        return meter.model_copy(update={"installations": (*meter.installations[:-1], ended, new)})

    def rolled(self, rollover: Rollover) -> Meter:
        meter = _meter(self.site, rollover.meter)
        installation = meter.installations[-1]
        if installation.modulus is None or installation.start_register is not None:
            raise ScenarioError(
                f"rollover of {meter.code}: its installation must give a modulus "
                "and leave start_register open"
            )
        at = days_after(self.anchor, rollover.day, self.site.zone)
        registers, index, counted = self.counted_at(meter, at)
        base = registers.ledger.base(index, len(meter.installations) - 1) or 0
        modulus = modulus_steps(meter, installation)
        steps = (modulus - (counted - base) // round(installation.multiplier)) % modulus
        started = _changed(installation, start_register=steps / COUNTS_PER_UNIT[meter.quantity])
        return meter.model_copy(update={"installations": (*meter.installations[:-1], started)})


def place(files: Iterable[SiteFile], scenario: Scenario, demand: Demand, anchor: datetime) -> Placed:
    """Return the site of `files` with the scenario's swaps and rollovers, whose days count from `anchor`."""
    site = merge(files)
    for code in (leak.meter for leak in scenario.leaks):
        _meter(site, code)
    placing = _Placing(site, demand, scenario.leaks, anchor)
    swapped = {swap.meter: placing.swapped(swap) for swap in scenario.swaps}
    rolled = {rollover.meter: placing.rolled(rollover) for rollover in scenario.rollovers}
    changed = swapped | rolled
    meters = tuple(changed.get(meter.code, meter) for meter in site.meters)
    recorded = tuple(swapped[swap.meter] for swap in scenario.swaps if swap.recorded)
    return Placed(replace(site, meters=meters), recorded)


def _meter(site: SimulatedSite, code: str) -> Meter:
    found = next((meter for meter in site.meters if meter.code == code), None)
    if found is None:
        raise ScenarioError(f"the scenario names meter {code}; its site files have no such meter")
    return found


def _subtree(top: Meter, meters: tuple[Meter, ...]) -> tuple[Meter, ...]:
    inside = {top.code}
    for meter in meters:
        if meter.parent in inside:
            inside.add(meter.code)
    root = top.model_copy(update={"parent": None})
    return (root, *(meter for meter in meters if meter.code in inside and meter.code != top.code))


def _changed(installation: Installation, **changes: object) -> Installation:
    return Installation.model_validate(installation.model_dump() | changes)
