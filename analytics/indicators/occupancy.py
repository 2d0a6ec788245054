"""How many people there were, and how much area, day by day: from dated figures of nested places."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.registers import Bools, Floats
from models.figures import Occupied
from models.registry.kinds import PersonKind, PlaceKind

Days = NDArray[np.datetime64]

_NEVER_AREA = frozenset({PlaceKind.GARAGE})
"""Basements count as floor area, garages do not (DB37/T 2671-2019, boundaries)."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What one place says from a day on."""

    entry: Occupied
    amount: float


def people_by_day(
    occupied: Iterable[Occupied],
    counts: Sequence[PersonKind],
    weights: Mapping[PersonKind, float],
    days: Days,
) -> Floats:
    """Add up the people of all places on each day, nobody twice.

    Parameters
    ----------
    occupied : iterable of Occupied
        Of the places of one institution.
    counts : sequence of PersonKind
        The kinds of people that count.
    weights : mapping of PersonKind to float
        How much one of a kind counts; 1 where nothing is said. An outpatient a year counts 1/365.
    days : (n,) datetime64[D]
        Local days.

    Returns
    -------
    (n,) float64
        People [1]; NaN on days for which no place says how many. Where a place and one around it both say,
        the outer figure holds: it has the inner people in it.
    """
    said: list[_Said] = []
    for entry in occupied:
        heads = [entry.people[kind] * weights.get(kind, 1.0) for kind in counts if kind in entry.people]
        if heads:
            said.append(_Said(entry, sum(heads)))
    return _outermost(said, days)


def area_by_day(
    occupied: Iterable[Occupied],
    area: Callable[[Occupied], float | None],
    excludes: frozenset[PlaceKind],
    days: Days,
) -> Floats:
    """Add up area [m2] of all places on each day, without that of places of some kinds.

    Garages are left out always. What is left out is taken from the area around it, which contains it. NaN on
    days for which no place says anything.
    """
    said = [_Said(entry, value) for entry in occupied if (value := area(entry)) is not None]
    out = [one for one in said if one.entry.kinds & (excludes | _NEVER_AREA)]
    return _outermost(said, days) - np.nan_to_num(_outermost(out, days))


def _outermost(said: Sequence[_Said], days: Days) -> Floats:
    """Add up, on each day, what no place around another has in its own figure."""
    speaks = {one.entry.place: np.zeros(len(days), dtype=np.bool_) for one in said}
    for one in said:
        speaks[one.entry.place] |= _holds(one.entry, days)
    total, known = np.zeros(len(days)), np.zeros(len(days), dtype=np.bool_)
    for one in said:
        holds = _holds(one.entry, days)
        for outer in one.entry.within & speaks.keys():
            holds = holds & ~speaks[outer]
        total += one.amount * holds
        known |= holds
    return np.where(known, total, np.nan)


def _holds(entry: Occupied, days: Days) -> Bools:
    holds = days >= np.datetime64(entry.valid_from, "D")
    return holds if entry.valid_to is None else holds & (days < np.datetime64(entry.valid_to, "D"))
