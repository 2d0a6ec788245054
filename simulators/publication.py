"""What the devices of a simulation send in a period: messages in order of time, and what each counts for."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from models.registry import DeviceKind
from simulators.chance import chance
from simulators.days import LocalDay, midnight
from simulators.drafts import Clock, Draft
from simulators.events import fault_rows
from simulators.faults import DAY_S, Wire
from simulators.simulation import SimulatedDay, Simulation
from simulators.strikes import StrikePlan, Strikes
from simulators.transmission import Outgoing, Transmission, outgoing, telemetry
from simulators.truth import TruthKind, TruthRow

_LONGEST_LATENCY_S = 20.0


@dataclass(frozen=True, slots=True)
class Period:
    """Which reports are sent: those measured at or after `start` and before `end` (None: without end)."""

    start: datetime
    end: datetime | None

    def holds(self, at: float) -> bool:
        """Tell whether a report measured at `at` (epoch seconds) is sent."""
        return self.start.timestamp() <= at and (self.end is None or at < self.end.timestamp())


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """A day's messages in order of time, and the rows of truth that lie inside the period."""

    day: LocalDay
    messages: list[Outgoing]
    truth: list[TruthRow]


class Publication:
    """Sends a simulation's days; what an outage or a delay holds back waits here for its time.

    `now` is the instant from which a stamp a day ahead lies in the future of whoever receives it.
    """

    def __init__(self, simulation: Simulation, begin: datetime, now: datetime) -> None:
        self._simulation, self._begin = simulation, begin
        site, scenario = simulation.site, simulation.scenario
        self._plan = StrikePlan(scenario.seed, scenario.faults, site, simulation.anchor)
        days_ahead = max(-((begin - now) // timedelta(days=1)), 0) + 1
        self._wires = {
            code: Wire(
                Clock(site.zone, milliseconds=device.kind is DeviceKind.VEHICLE_TRACKER),
                days_ahead * DAY_S,
                float(chance(scenario.seed, "latency", code).uniform(0.2, _LONGEST_LATENCY_S)),
            )
            for code, device in site.devices.items()
        }
        self._waiting: dict[str, list[Transmission]] = {}

    def days(self, period: Period, *, arrays: bool) -> Iterator[PublishedDay]:
        """Yield the days of a period; with `arrays` each device sends its day as a backlog.

        What is still held back when the period ends goes into the next period, or into `rest`.
        """
        zone = self._simulation.site.zone
        on = period.start.astimezone(zone).date()
        while period.end is None or midnight(on, zone) < period.end:
            yield self._day(self._simulation.day(on), period, arrays=arrays)
            on += timedelta(days=1)

    def rest(self, at: datetime) -> list[Outgoing]:
        """Return what is still held back, as if every delay and outage ended `at`."""
        waiting, self._waiting = self._waiting, {}
        return self._in_order(
            (device, [replace(item, due=at.timestamp()) for item in items], True)
            for device, items in waiting.items()
        )

    def tells(self, row: TruthRow, period: Period) -> bool:
        """Tell whether a row belongs into the truth of a period; periods that follow each other share none.

        An hour is told when a report at its end was sent, for only then was it measured.
        """
        before_end = period.end is None or (
            row.end < period.end if row.kind is TruthKind.HOUR else row.start < period.end
        )
        if row.kind is TruthKind.HOUR:
            return self._begin <= row.start and period.start <= row.end and before_end
        begun = row.end if period.start == self._begin else row.start
        return period.start <= begun and before_end

    def _day(self, made: SimulatedDay, period: Period, *, arrays: bool) -> PublishedDay:
        until = made.day.end if period.end is None else min(made.day.end, period.end.timestamp())
        truth = [row for row in made.truth if self.tells(row, period)]
        batches: list[tuple[str, list[Transmission], bool]] = []
        for device, reports in made.reports.items():
            at = np.array([draft.at for draft in reports], dtype=np.int64)
            strikes = self._plan.strikes(device, made.day, at)
            done = fault_rows(device, reports, strikes, made.day)
            truth.extend(row for row in done if self.tells(row, period))
            items = self._transmissions(device, reports, strikes, period)
            due = [item for item in items if item.due < until]
            self._waiting[device] = [item for item in items if item.due >= until]
            batches.append((device, due, arrays))
        return PublishedDay(made.day, self._in_order(batches), truth)

    def _transmissions(
        self, device: str, reports: list[Draft], strikes: Strikes, period: Period
    ) -> list[Transmission]:
        wire = self._wires[device]
        items = self._waiting.pop(device, [])
        for index, draft in enumerate(reports):
            if period.holds(draft.at):
                items.extend(wire.send(index, draft, strikes))
        return sorted(items, key=lambda item: item.due)

    def _in_order(self, batches: Iterable[tuple[str, list[Transmission], bool]]) -> list[Outgoing]:
        site = self._simulation.site.site.code
        queues = [
            outgoing(telemetry(site, device), items, arrays=arrays) for device, items, arrays in batches
        ]
        return list(heapq.merge(*queues, key=lambda out: (out.message.due, out.message.topic)))
