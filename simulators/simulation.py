"""A scenario on its site: what every device measures on a day, and what was true."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from models.registry import DeviceKind, SiteFile
from simulators.days import LocalDay, days_after, local_day
from simulators.demand import Demand
from simulators.drafts import Draft, drafts
from simulators.errands import Errands, errands
from simulators.events import hours, swaps, trips, wraps
from simulators.gauges import gauges
from simulators.ledger import DayOfUse, Ledger
from simulators.placing import Placed, place
from simulators.registers import Registers
from simulators.scenario import Scenario, ScenarioError
from simulators.sensors import Columns, sensor_columns
from simulators.site import SimulatedSite
from simulators.trackers import Filled, Logbook
from simulators.truth import TruthKind, TruthRow
from simulators.use import Pool, UseFile


@dataclass(frozen=True, slots=True)
class SimulatedDay:
    """A local day: the reports of each device, in order of time, and what was true."""

    day: LocalDay
    reports: dict[str, list[Draft]]
    truth: list[TruthRow]


class Simulation:
    """Makes the days of a scenario in order. Every value depends on the seed and its instant only.

    The period that is asked for changes nothing: two runs that overlap agree where they do, as long as
    `anchor` (day 0 of leaks, swaps and placed faults) is the same.
    """

    def __init__(
        self, scenario: Scenario, files: tuple[SiteFile, ...], use: UseFile, anchor: datetime
    ) -> None:
        self.scenario, self.anchor = scenario, anchor
        self._demand = Demand(scenario.seed, use)
        self._placed: Placed = place(files, scenario, self._demand, anchor)
        self.site = self._placed.site
        _check(self.site, use, scenario)
        self._ledger = Ledger(self.site, self._demand, scenario.leaks, anchor) if self.site.meters else None
        pool = use.pool
        self._logbooks = {
            vehicle.device: Logbook(
                vehicle, self.site, self._demand, pool, self._errands(vehicle.device, pool)
            )
            for vehicle in self.site.vehicles
            if pool
        }

    @property
    def recorded_swaps(self) -> SiteFile:
        """The meters whose exchange the registry must be told, as a site file to apply."""
        return SiteFile(meters=self._placed.recorded)

    def day(self, on: date) -> SimulatedDay:
        """Return a day, which must not lie before one that was asked for already."""
        day = local_day(on, self.site.zone)
        reports: dict[str, list[Draft]] = {}
        truth: list[TruthRow] = list(swaps(self.site.meters, day))
        if self._ledger is not None:
            self._measure(self._ledger, self._ledger.day(on), reports, truth)
        for device in self.site.of_kind(DeviceKind.SENSOR):
            self._report(device.code, day, sensor_columns(self._demand, device.code, day) or {}, reports)
        for device, logbook in self._logbooks.items():
            driven = logbook.day(on)
            reports[device] = driven.drafts
            truth.extend(trips(device, day, self.site.zone, driven.trips))
        return SimulatedDay(day, reports, truth)

    def filled_before(self, on: date) -> dict[str, list[Filled]]:
        """Return every time each vehicle's tank was filled before a day, by its tracker."""
        return {device: logbook.filled_before(on) for device, logbook in self._logbooks.items()}

    def leaks(self, until: datetime) -> Iterator[TruthRow]:
        """Yield the leaks that began before `until`; one that still runs ends there."""
        for leak in self.scenario.leaks:
            start = days_after(self.anchor, leak.from_day, self.site.zone)
            end = until if leak.to_day is None else days_after(self.anchor, leak.to_day, self.site.zone)
            if start < until:
                yield TruthRow(
                    TruthKind.LEAK,
                    leak.meter,
                    "volume_m3",
                    start,
                    min(end, until),
                    leak.m3_per_hour,
                    leak.cause,
                )

    def _errands(self, device: str, pool: Pool) -> Errands:
        placed = (trip for trip in self.scenario.trips if trip.device == device)
        return errands(placed, pool, self.site.zone, self.scenario.seed, self.anchor)

    def _measure(
        self, ledger: Ledger, today: DayOfUse, reports: dict[str, list[Draft]], truth: list[TruthRow]
    ) -> None:
        registers = Registers(self._demand.seed, ledger)
        columns: dict[str, Columns] = {}
        for i, meter in enumerate(ledger.meters):
            shown = registers.shown(i, today)
            truth.extend(wraps(meter, today, shown))
            truth.extend(hours(meter, today, i, shown))
            values: Columns = {meter.quantity: shown.register}
            for name, column in gauges(meter, today.day, today.use[i], self._demand.seed).items():
                column[shown.register != shown.register] = float("nan")
                values[name] = column
            columns.setdefault(meter.device_code, {}).update(values)
        for device, values in columns.items():
            self._report(device, today.day, values, reports)

    def _report(self, device: str, day: LocalDay, columns: Columns, reports: dict[str, list[Draft]]) -> None:
        if not columns:
            return
        interval_s = round(self.site.devices[device].interval_minutes * 60)
        at = day.instants()
        since = self.site.installed_at(device)
        kept = (at - day.start) % interval_s == 0
        if since is not None:
            kept &= at >= since.timestamp()
        chosen = {name: column[kept] for name, column in columns.items()}
        reports[device] = drafts(at[kept], chosen, interval_s)


def _check(site: SimulatedSite, use: UseFile, scenario: Scenario) -> None:
    trackers = {vehicle.device for vehicle in site.vehicles}
    for trip in scenario.trips:
        if trip.device not in trackers:
            raise ScenarioError(f"trip to {trip.name}: no vehicle of the site carries tracker {trip.device}")
    if site.vehicles and use.pool is None:
        raise ScenarioError("the site has vehicles, the scenario's use file has no `pool` to drive them by")
    zones = {zone.code for zone in use.zones}
    for entry in use.uses:
        if entry.zone is not None and (entry.zone not in zones or use.reclaimed is None):
            raise ScenarioError(
                f"use of {entry.meter}: give green zone {entry.zone} in `zones`, and the tank in `reclaimed`"
            )
