"""The trips that a scenario places, beside those that chance makes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from simulators.chance import chance
from simulators.days import days_after, local_day
from simulators.scenario import PlacedTrip, ScenarioError
from simulators.trips import STEP_S, Leg, Trip, corners_to, metres
from simulators.use import Pool

_DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class Errands:
    """The placed trips of one vehicle, by the local day on which each begins."""

    by_day: dict[date, Trip]

    def begun(self, on: date) -> tuple[Trip, ...]:
        """Return the trip that begins on a day, or none."""
        return (self.by_day[on],) if on in self.by_day else ()

    def returning(self, on: date) -> tuple[Leg, ...]:
        """Return the drives home on a day of trips that began before it."""
        return tuple(trip.home for begun, trip in self._away(on) if _back_on(begun, trip) == on)

    def slept_away(self, on: date) -> tuple[float, float] | None:
        """Return where the vehicle is when a day begins; None: at home."""
        return next((trip.out.corners[-1] for _, trip in self._away(on)), None)

    def leave_room(self, on: date, trip: Trip) -> bool:
        """Tell whether a trip of chance on a day lies beside all placed ones."""
        return all(trip.home.end_s < start or end < trip.out.start_s for start, end in self._taken(on))

    def _away(self, on: date) -> list[tuple[date, Trip]]:
        return [(begun, trip) for begun, trip in self.by_day.items() if begun < on <= _back_on(begun, trip)]

    def _taken(self, on: date) -> list[tuple[int, int]]:
        """Return the seconds of a day that placed trips take."""
        taken = [
            (trip.out.start_s, trip.home.end_s if trip.days_away == 0 else _DAY_S) for trip in self.begun(on)
        ]
        return taken + [
            (0, trip.home.end_s if _back_on(begun, trip) == on else _DAY_S) for begun, trip in self._away(on)
        ]


def errands(placed: Iterable[PlacedTrip], pool: Pool, zone: ZoneInfo, seed: int, anchor: datetime) -> Errands:
    """Return the trips placed for one vehicle; ScenarioError where they cannot be made."""
    made = sorted(
        (_made(one, pool, zone, seed, anchor) for one in placed), key=lambda one: (one[0], one[1].out.start_s)
    )
    for (begun, trip), (later, other) in pairwise(made):
        back = _back_on(begun, trip)
        if begun == later or back > later or (back == later and trip.home.end_s >= other.out.start_s):
            raise ScenarioError(
                f"trips to {trip.destination} and {other.destination}: one vehicle begins one placed trip "
                "a day, and is home before the next; give another day or device"
            )
    return Errands(dict(made))


def _made(placed: PlacedTrip, pool: Pool, zone: ZoneInfo, seed: int, anchor: datetime) -> tuple[date, Trip]:
    leaves = days_after(anchor, placed.day, zone).astimezone(zone)
    generator = chance(seed, "errand", placed.device, leaves.date())
    corners = corners_to(generator, pool, (placed.lon, placed.lat))
    length = round(sum(metres(a, b) for a, b in pairwise(corners)))
    drive_s = max(round(length / 1000 / placed.kmh * 3600 / STEP_S), 4) * STEP_S
    start_s = int(leaves.timestamp()) - local_day(leaves.date(), zone).start
    out = Leg(corners, length, start_s, start_s + drive_s)
    back_s = out.end_s + round(placed.stay_hours * 3600) // STEP_S * STEP_S
    days_away, back_s = divmod(back_s, _DAY_S)
    home = Leg(corners[::-1], length, back_s, back_s + drive_s)
    if max(out.end_s, home.end_s) >= _DAY_S:
        raise ScenarioError(
            f"trip to {placed.name} on day {placed.day:g}: a drive of {drive_s // 60} minutes passes "
            "midnight: leave earlier, or change stay_hours"
        )
    violation = placed.violation.value if placed.violation else ""
    return leaves.date(), Trip(placed.name, out, home, days_away, violation)


def _back_on(begun: date, trip: Trip) -> date:
    return begun + timedelta(days=trip.days_away)
