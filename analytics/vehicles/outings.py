"""Outings (出车): from leaving home to standing at home again, made of trips and stops.

A stop at home parts outings, so an outing does not depend on what is read beyond the stops at home around it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

AT_HOME_M: Final = 50.0
"""So far from the edge of a home fence still is at home [m]: as far as the fixes of a stop may lie apart."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A trip as an outing holds it: how long it is, and how far outside of every home it came [m]."""

    start: datetime
    end: datetime
    distance_m: float
    furthest_m: float


@dataclass(frozen=True, slots=True)
class Halt:
    """A stop as an outing holds it: where [degrees], how far outside of every home [m]; below 0 inside."""

    start: datetime
    end: datetime
    lon: float
    lat: float
    outside_m: float

    @property
    def is_home(self) -> bool:
        """Whether the vehicle stands at home."""
        return self.outside_m <= AT_HOME_M

    @property
    def lasting_s(self) -> float:
        """How long it stands [s]."""
        return (self.end - self.start).total_seconds()


@dataclass(frozen=True, slots=True)
class Outing:
    """From leaving home, at the first fix seen where it was not seen leaving, to standing at home again.

    `ended_at` None: under way. `furthest_m` is the greatest distance from the nearest home, `longest` the
    longest stop away from home, the first of equally long ones; None: it did not stop.
    """

    started_at: datetime
    ended_at: datetime | None
    trips: int
    distance_m: float
    furthest_m: float
    longest: Halt | None


def outings(legs: Iterable[Leg], halts: Iterable[Halt]) -> list[Outing]:
    """Return the outings of a vehicle in order, whatever order its trips and stops come in.

    Trips and stops follow each other without a gap. A drive that stays at home is no outing, nor is a stop
    away from home before the first trip of all. An outing may last for days; only the last one may be
    under way.
    """
    pieces = sorted([*legs, *halts], key=lambda piece: (piece.start, piece.end))
    return list(_outings(pieces))


def _outings(pieces: Iterable[Leg | Halt]) -> Iterator[Outing]:
    legs: list[Leg] = []
    halts: list[Halt] = []
    for piece in pieces:
        if isinstance(piece, Leg):
            legs.append(piece)
        elif not piece.is_home:
            halts.append(piece)
        else:
            if _is_away(legs, halts):
                yield _outing(legs, halts, legs[-1].end)
            legs, halts = [], []
    if _is_away(legs, halts):
        yield _outing(legs, halts, None)


def _is_away(legs: list[Leg], halts: list[Halt]) -> bool:
    """Tell whether the vehicle drove, and was away from home."""
    return bool(legs) and (bool(halts) or any(leg.furthest_m > AT_HOME_M for leg in legs))


def _outing(legs: list[Leg], halts: list[Halt], ended_at: datetime | None) -> Outing:
    away = [halt for halt in halts if halt.start >= legs[0].start]
    reached = [leg.furthest_m for leg in legs] + [halt.outside_m for halt in away]
    return Outing(
        legs[0].start,
        ended_at,
        len(legs),
        sum(leg.distance_m for leg in legs),
        max(reached),
        max(away, key=lambda halt: halt.lasting_s, default=None),
    )
