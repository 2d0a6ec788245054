"""How far around stale hours to look, so that a recomputed window gives what the whole series would give.

A reading can change what is believed of its neighbours, and with it the hours up to the next anchor on either
side (`analytics.belief`). A window is settled when, on each side of its stale hours,

- an anchor resting on unchanged readings stands between the hours that are rewritten and the stale ones: so
  nothing beyond it can have changed, and
- an anchor stands at or beyond the last rewritten hour: so the rewritten hours are what they would be
  if everything had been read,

or the series ends there. A register that stands still carries its beginning along, up to 72 hours
(`analytics.standstill`): a window is settled only where no verdict hangs on a standstill that leaves it. A
window that is not settled is read again with more context.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.accounts import Account, selected
from analytics.belief import REACH, anchors
from analytics.hours import account_of
from analytics.pace import pace
from analytics.registers import HOUR_US, Installations, Instants, Ints, Readings, micros, points
from analytics.standstill import Standstills, standstills
from models.registers import RegisterWindow

BEGINNING = np.iinfo(np.int64).min
END = np.iinfo(np.int64).max
SPARE = 16
"""Readings among which an anchor is found, where nothing odd happens."""

_APART = np.timedelta64(7, "D")


@dataclass(frozen=True, slots=True)
class Span:
    """From the first instant, and before the second: microseconds since 1970, or `BEGINNING` and `END`."""

    start: int
    end: int


def stale_spans(hours: Instants) -> list[Span]:
    """Join stale hours (ascending) of a meter to spans; up to a week apart they are cheaper done together."""
    cuts = np.flatnonzero(np.diff(hours) > _APART) + 1
    return [
        Span(int(micros(run)[0]), int(micros(run)[-1]) + HOUR_US) for run in np.split(hours, cuts) if len(run)
    ]


def context_for(installations: Installations) -> NDArray[np.int64]:
    """Return for each installation how many readings to begin with: more without a largest rate."""
    return np.where(np.isnan(installations.max_rate_per_hour), REACH + SPARE, SPARE)


def recompute(
    stale: Sequence[Span], loaded: Sequence[RegisterWindow], installations: Installations, context: int
) -> tuple[Account, list[Span | None]]:
    """Return what the rewritten hours of each window come to, and which hours those are.

    Parameters
    ----------
    stale : sequence of Span
        What changed, one a window.
    loaded : sequence of RegisterWindow
        What was read for each window.
    installations : Installations
        Those of each window; `meter` is the place of the window.
    context : int
        Readings that were loaded before the first hour to rewrite, and as many between it and the stale
        hours. `context_for` says how many to begin with.

    Returns
    -------
    Account
        Hours and exceptions within the spans returned; `meter` is the place of the window.
    list of Span or None
        The hours that can be rewritten, one a window; None where it needs more context, and nothing was kept.
    """
    of = points(_stacked(loaded), installations)
    known = pace(of, installations)
    series, resting = anchors(of, installations, known)
    window = installations.meter[series]
    carried = standstills(of, installations, known, len(loaded))
    cuts = [_cuts(place, resting[window == place], installations) for place in range(len(loaded))]
    spans = [
        _settled(stale[place], part, cuts[place], carried[place], context)
        for place, part in enumerate(loaded)
    ]
    first = np.array([END if span is None else span.start for span in spans], dtype=np.int64)
    after = np.array([END if span is None else span.end for span in spans], dtype=np.int64)
    return selected(account_of(of, installations, known), first, after), spans


def _stacked(loaded: Sequence[RegisterWindow]) -> Readings:
    return Readings(
        np.repeat(np.arange(len(loaded)), [len(part.at) for part in loaded]),
        np.concatenate([part.at for part in loaded]),
        np.concatenate([part.value for part in loaded]),
    )


def _cuts(window: int, resting: Ints, installations: Installations) -> Ints:
    """Return, as (k, 3) instants, where a series can be cut: anchors, and the ends of installations."""
    mine = installations.meter == window
    borders = np.concatenate([installations.valid_from[mine], installations.valid_to[mine]])
    ends = micros(borders[~np.isnat(borders)])
    return np.concatenate([resting, np.repeat(ends[:, None], 3, axis=1)])


def _settled(
    stale: Span, loaded: RegisterWindow, cuts: Ints, still: Standstills, context: int
) -> Span | None:
    start, end, at = BEGINNING, END, micros(loaded.at)
    first = BEGINNING if loaded.reaches_first or not len(at) else int(at[0])
    last = END if loaded.reaches_last or not len(at) else int(at[-1])
    inside = cuts[(cuts[:, 0] >= first) & (cuts[:, 2] <= last)]
    if not loaded.reaches_first:
        nearest = at[np.searchsorted(at, stale.start) - context]
        start = int(nearest // HOUR_US * HOUR_US)
        unchanged = inside[inside[:, 2] < stale.start, 1]
        beyond = inside[inside[:, 1] < start, 1]
        if not ((unchanged >= start).any() and len(beyond)) or still.comes_in(first, int(beyond.max())):
            return None
    if not loaded.reaches_last:
        nearest = at[np.searchsorted(at, stale.end) + context - 1]
        end = int(nearest // HOUR_US * HOUR_US) + HOUR_US
        unchanged = inside[inside[:, 0] >= stale.end, 1]
        if not ((unchanged < end).any() and (inside[:, 1] >= end).any()) or still.goes_on(stale.end, end):
            return None
    return Span(start, end)
