"""Which outings belong to which order: by vehicle and by time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from analytics.dispatch.destination import Destination
from analytics.dispatch.timeline import Timeline, by_plate
from analytics.vehicles.outings import Halt, Leg


@dataclass(frozen=True, slots=True)
class Tolerances:
    """What still is as ordered. No standard says it: these are operating choices.

    Parameters
    ----------
    time
        So much earlier or later than planned.
    near_m
        So near to the destination [m] is there.
    far_m
        A stay further from the destination than this [m] is elsewhere.
    stay
        A stay elsewhere up to this is a rest.
    """

    time: timedelta = timedelta(minutes=30)
    near_m: float = 500.0
    far_m: float = 2000.0
    stay: timedelta = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Planned:
    """An order that was approved; `plate` None: no vehicle was assigned, `destination` None: only a name."""

    institution: str
    number: str
    plate: str | None
    start: datetime
    end: datetime
    destination: Destination | None = None
    approved_at: datetime | None = None
    is_in_town: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """A time for which a vehicle was registered beforehand."""

    plate: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Path:
    """The believed fixes of an outing [degrees], of shape (fixes,)."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Gone:
    """An outing with its trips and stops; `end` is when it was last seen where it is not home yet.

    `path` None: nobody asked for it, nothing is said of where it led.
    """

    institution: str
    plate: str
    start: datetime
    end: datetime
    is_home: bool
    legs: tuple[Leg, ...] = ()
    halts: tuple[Halt, ...] = ()
    path: Path | None = None

    @property
    def distance_m(self) -> float:
        """How far it went [m]."""
        return sum(leg.distance_m for leg in self.legs)

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Tell whether it was out at some time of a span."""
        return self.start < end and self.end > start


@dataclass(frozen=True, slots=True)
class Matched:
    """Orders with their outings, and outings with their orders, both in order; by place in what was given."""

    of_order: tuple[tuple[int, ...], ...]
    of_outing: tuple[tuple[int, ...], ...] = field(default=())


def matched(orders: Sequence[Planned], outings: Sequence[Gone], tolerance: timedelta) -> Matched:
    """Return the outings of each order, and the orders of each outing.

    They are those of its vehicle within the planned time; only where there are none, those within the
    tolerance around it. An order over several days may have several, an outing may serve several orders.
    """
    of_plate = by_plate(enumerate(outings), lambda each: each[1].plate, lambda each: _span(each[1]))
    by_order = [_outings_of(order, of_plate.get(order.plate), tolerance) for order in orders]
    by_outing: list[list[int]] = [[] for _ in outings]
    for number, found in enumerate(by_order):
        for place in found:
            by_outing[place].append(number)
    return Matched(tuple(by_order), tuple(map(tuple, by_outing)))


def _outings_of(
    order: Planned, of_vehicle: Timeline[tuple[int, Gone]] | None, tolerance: timedelta
) -> tuple[int, ...]:
    wide = order.start - tolerance, order.end + tolerance
    own = list(of_vehicle.around(*wide)) if of_vehicle is not None else []
    exact = tuple(place for place, one in own if one.overlaps(order.start, order.end))
    return exact or tuple(place for place, one in own if one.overlaps(*wide))


def _span(one: Gone) -> tuple[datetime, datetime]:
    return one.start, one.end


Span = tuple[datetime, datetime]


def uncovered_m(legs: Iterable[Leg], spans: Iterable[Span]) -> float:
    """Return how far trips went at times that no span covers [m]; within a trip evenly.

    Examples
    --------
    A trip of 10 km from 8:00 to 9:00 of which a span covers 8:00 to 8:45 went 10 km * 15 / 60 = 2.5 km.
    """
    covers = _united(spans)
    return sum(leg.distance_m * _share(leg, covers) for leg in legs)


def _share(leg: Leg, covers: Sequence[Span]) -> float:
    whole = leg.end - leg.start
    covered = sum(
        (
            min(end, leg.end) - max(start, leg.start)
            for start, end in covers
            if start < leg.end and end > leg.start
        ),
        timedelta(),
    )
    return 1 - covered / whole


def _united(spans: Iterable[Span]) -> list[Span]:
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = united[-1][0], max(united[-1][1], end)
        else:
            united.append((start, end))
    return united
