"""One run of a simulation: the backlog, then the present if it is to go on, with the truth beside it."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from models.broker import Broker
from simulators.clockwork import CatchUp
from simulators.course import Course
from simulators.delivery import Delivery
from simulators.messages import Tally
from simulators.publication import Period, Publication, PublishedDay
from simulators.sender import send
from simulators.simulation import Simulation
from simulators.transmission import Outgoing
from simulators.truth import TruthFile


@dataclass(frozen=True, slots=True)
class Plan:
    """What to send: `backlog` at `speed` (None: as fast as it is taken, in arrays), then on if `live`."""

    backlog: Period
    until: datetime
    speed: float | None
    live: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to."""

    tally: Tally
    delivery: Delivery
    seconds: float
    ended_at: datetime

    def as_json(self) -> dict[str, object]:
        """Return the summary of a run; `published` counts distinct readings, `delivered` messages."""
        return {
            "published": self.tally.readings,
            "messages": self.tally.messages,
            "duplicates": self.tally.duplicates,
            "malformed": self.tally.malformed,
            "delivered": self.delivery.acknowledged,
            "resent": self.delivery.resent,
            "refused": dict(self.delivery.refused),
            "seconds": round(self.seconds, 1),
        }


class Run:
    """Feeds the sender from a simulation and writes the truth of each day once the day is sent."""

    def __init__(self, simulation: Simulation, plan: Plan, clock: Callable[[], datetime]) -> None:
        self._simulation, self._plan, self._clock = simulation, plan, clock
        self._publication = Publication(simulation, plan.backlog.start, clock())
        self._course = Course()
        self._unfinished: tuple[PublishedDay, Period] | None = None

    @property
    def reached(self) -> datetime:
        """How far the run has come, in the time of its devices."""
        return self._course.due or self._plan.backlog.start

    def send(
        self,
        broker: Broker,
        password_of: Callable[[str], str],
        stop: threading.Event,
        show: Callable[[Delivery], None],
        truth: Path,
    ) -> Outcome:
        """Send everything, or until `stop`; what was written and counted is right in both cases."""
        began = time.monotonic()
        pace = CatchUp(speed=self._plan.speed, live_from=self._plan.until, clock=self._clock)
        with TruthFile(truth, self._about()) as file:
            messages = self._course.hand_out(self._outgoing(file))
            delivery = send(messages, broker, password_of, pace, stop.is_set, show)
            ended_at = self._told_to_the_end(file)
            tally = self._course.tally(delivery.messages)
            file.note(tally)
        return Outcome(tally, delivery, time.monotonic() - began, ended_at)

    def _outgoing(self, file: TruthFile) -> Iterator[Outgoing]:
        arrays = self._plan.speed is None
        yield from self._days(self._plan.backlog, file, arrays=arrays)
        if self._plan.live:
            yield from self._days(Period(self._plan.until, None), file, arrays=False)
        else:
            yield from self._publication.rest(self._plan.until)

    def _days(self, period: Period, file: TruthFile, *, arrays: bool) -> Iterator[Outgoing]:
        for day in self._publication.days(period, arrays=arrays):
            self._unfinished = day, period
            yield from day.messages
            file.write(day.truth)
            self._unfinished = None

    def _told_to_the_end(self, file: TruthFile) -> datetime:
        """Write what was true up to where the run was stopped, and the leaks."""
        ended_at = self._plan.until
        if self._unfinished is not None:
            day, period = self._unfinished
            live = period.end is None
            ended_at = self._clock() if live else datetime.fromtimestamp(day.day.start, UTC)
            cut = Period(period.start, max(ended_at, period.start))
            file.write(row for row in day.truth if self._publication.tells(row, cut))
        file.write(self._simulation.leaks(ended_at))
        return ended_at

    def _about(self) -> dict[str, str]:
        scenario = self._simulation.scenario
        return {
            "scenario": scenario.name,
            "seed": str(scenario.seed),
            "from": self._plan.backlog.start.isoformat(),
            "anchor": self._simulation.anchor.isoformat(),
        }


def summary(simulation: Simulation, plan: Plan, outcome: Outcome) -> dict[str, object]:
    """Return what `--summary` writes."""
    scenario = simulation.scenario
    return {
        "scenario": scenario.name,
        "seed": scenario.seed,
        "from": plan.backlog.start.isoformat(),
        "to": outcome.ended_at.isoformat(),
        "devices": len(simulation.site.devices),
        **outcome.as_json(),
    }
