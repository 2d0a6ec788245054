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
        Of the places of one institution, and of those of others that lie in them.
    counts : sequence of PersonKind
        The kinds of people that count.
    weights : mapping of PersonKind to float
        How much one of a kind counts; 1 where nothing is said. An outpatient a year counts 1/365.
    days : (n,) datetime64[D]
        Local days.

    Returns
    -------
    (n,) float64
        People [1]; NaN on days for which no place says how many. Kind by kind: where a place and one around
        it both say, the outer figure holds, because it has the inner people in it; and where the inner place
        belongs to another institution, its people are taken out.
    """
    entries = list(occupied)
    total, known = np.zeros(len(days)), np.zeros(len(days), dtype=np.bool_)
    for kind in counts:
        weight = weights.get(kind, 1.0)
        of_kind = [_Said(entry, entry.people[kind] * weight) for entry in entries if kind in entry.people]
        people = _nested(of_kind, days)
        total += np.nan_to_num(people)
        known |= ~np.isnan(people)
    return np.where(known, total, np.nan)


def area_by_day(
    occupied: Iterable[Occupied],
    area: Callable[[Occupied], float | None],
    excludes: frozenset[PlaceKind],
    days: Days,
) -> Floats:
    """Add up area [m2] of all places on each day, without that of places of some kinds.

    Garages are left out always. What is left out is taken from the area around it, which contains it, and so
    is what belongs to another institution. NaN on days for which no place says anything.
    """
    said = [_Said(entry, value) for entry in occupied if (value := area(entry)) is not None]
    out = [one for one in said if one.entry.kinds & (excludes | _NEVER_AREA)]
    return _nested(said, days) - np.nan_to_num(_nested(out, days))


def _nested(said: Sequence[_Said], days: Days) -> Floats:
    """Add up, on each day, the institution's own figures that no figure around them contains.

    Of an own figure those of others within it are taken out, and own ones within those are added again: a
    figure enters with 1 where it is own and the nearest around it is not, with -1 where it is the other way.
    """
    entries = {one.entry.place: one.entry for one in said}
    speaks = {place: np.zeros(len(days), dtype=np.bool_) for place in entries}
    for one in said:
        speaks[one.entry.place] |= _holds(one.entry, days)
    total, known = np.zeros(len(days)), np.zeros(len(days), dtype=np.bool_)
    for one in said:
        around = sorted(one.entry.within & speaks.keys(), key=lambda place: -len(entries[place].within))
        is_within_own, told = np.zeros((2, len(days)), dtype=np.bool_)
        for outer in around:
            is_within_own |= speaks[outer] & ~told & entries[outer].is_own
            told |= speaks[outer]
        holds = _holds(one.entry, days)
        total += one.amount * holds * (float(one.entry.is_own) - is_within_own)
        known |= holds & one.entry.is_own
    return np.where(known, total, np.nan)


def _holds(entry: Occupied, days: Days) -> Bools:
    holds = days >= np.datetime64(entry.valid_from, "D")
    return holds if entry.valid_to is None else holds & (days < np.datetime64(entry.valid_to, "D"))
