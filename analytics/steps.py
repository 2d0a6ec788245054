"""What a register did between two points, and whether the meter can have counted it."""

from dataclasses import dataclass, fields

import numpy as np

from analytics.pace import LEAST_KNOWN, Pace, neighbourhood
from analytics.registers import HOUR_US, Bools, Floats, Installations, Ints, Points

STANDSTILL_US = 72 * HOUR_US
"""A register that stood still can catch up on as much time as this."""

OPEN_END = 3
"""Readings at an open end of a series that are judged more strictly: nothing beyond has confirmed them."""

_TIMES = 20
_TIMES_AT_AN_OPEN_END = 2
_TIMES_AS_FAST = 10
_TIMES_AS_FAST_CATCHING_UP = 2
_TIMES_AS_USUAL = 2
_ROUNDING = 1 + 1e-9


@dataclass(frozen=True, slots=True)
class Steps:
    """What the register did between two points of one series.

    Attributes
    ----------
    step : (k,) float64
        Register step [its own unit], the modulus added where it wrapped.
    plausible : (k,) bool
        Whether the meter can have counted it in the time, or in the standstill before it.
    wrapped : (k,) bool
        Whether a rollover explains it.
    caught_up : (k,) bool
        Whether only the standstill before it makes it plausible.
    reverse : (k,) bool
        Whether it is implausible because it falls, at a rate the meter is known to have.
    local : (k,) bool
        Whether no reading but those within 32 raw steps has a say in it.
    """

    step: Floats
    plausible: Bools
    wrapped: Bools
    caught_up: Bools
    reverse: Bools
    local: Bools


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of points: the register's straight step, and what their meter is."""

    before: Ints
    after: Ints
    straight: Floats
    hours: Floats
    modulus: Floats
    rate: Floats
    two_way: Bools


def steps(of: Points, installations: Installations, known: Pace, before: Ints, after: Ints) -> Steps:
    """Judge the steps from points `before` to points `after`, pairs of one series each, all possible.

    A step is plausible up to ``max_rate_per_hour x max(elapsed hours, 1)``: registers count in whole pulses,
    so a rate over minutes says nothing. A fall is a rollover where the wrapped step is plausible; on a
    two-way meter the shorter way round is taken.

    Without a rate a step is plausible up to half the modulus (beyond, forwards and backwards cannot be told
    apart), and up to 20 times all that the register counted in its neighbourhood: the 96 steps on either
    side, none farther than a week. Over a long time it may also be 10 times as fast as the neighbourhood.
    At twice the neighbourhood's rate it may be more than half the modulus: a small register in a long gap.
    Among the three readings at an open end, which nothing beyond confirms, twice is the most. Everything is
    plausible where fewer than four steps rise in the neighbourhood: nothing is known. A sum, and not a
    typical rate, because honest water does come all at once: of 37 irrigation meters over two years, which
    trickle for weeks and then run for an hour, the largest step is 16 times its neighbourhood.

    A step beyond that is plausible too where the register stood still before it, the same in all readings of
    up to 72 hours, and it is no more than the meter counts in that time: it catches up.

    Examples
    --------
    Modulus 10,000, 5 per hour, 9,999.5 at 08:00 and 0.25 at 08:15: the wrapped step is 0.75 <= 5.
    No rate, 1.0 an hour every 15 minutes: 48 are counted in the neighbourhood, and 960 are plausible.
    """
    pairs = _pairs(of, installations, before, after)
    rated = ~np.isnan(pairs.rate)
    half = np.where(np.isnan(pairs.modulus), np.inf, pairs.modulus / 2)
    limit = np.where(rated, pairs.rate * np.maximum(pairs.hours, 1.0) * _ROUNDING, half)
    step, plausible, wrapped = _judged(pairs, limit)
    near = np.maximum(known.near_before[known.place[before]], known.near_after[known.place[after]])
    local = plausible & (rated | (step == 0) | (np.abs(step) <= _TIMES_AT_AN_OPEN_END * near))
    few = np.flatnonzero(~local)
    caught_up = np.zeros(len(step), dtype=np.bool_)
    if len(few):
        some = _Pairs(*(getattr(pairs, column.name)[few] for column in fields(_Pairs)))
        step[few], plausible[few], wrapped[few], caught_up[few] = _closely(of, known, some, limit[few])
    reverse = ~plausible & rated & (step < 0) & (-step <= limit)
    return Steps(step, plausible, wrapped, caught_up, reverse, local)


def _pairs(of: Points, installations: Installations, before: Ints, after: Ints) -> _Pairs:
    row = of.series[before]
    return _Pairs(
        before,
        after,
        of.value[after] - of.value[before],
        (of.at[after] - of.at[before]) / HOUR_US,
        installations.modulus[row],
        installations.max_rate_per_hour[row],
        installations.two_way[row],
    )


def _judged(pairs: _Pairs, limit: Floats) -> tuple[Floats, Bools, Bools]:
    """Return steps, whether they are plausible, and whether they wrapped."""
    straight, two_way = pairs.straight, pairs.two_way
    round_the_end = np.where(straight < 0, straight + pairs.modulus, straight - pairs.modulus)
    wraps = (straight < 0) | two_way
    shorter = ~two_way | (np.abs(round_the_end) < np.abs(straight))
    wrapped = wraps & shorter & (np.abs(round_the_end) <= limit)
    step = np.where(wrapped, round_the_end, straight)
    return step, (np.abs(step) <= limit) & ((step >= 0) | two_way), wrapped


def _closely(of: Points, known: Pace, pairs: _Pairs, limit: Floats) -> tuple[Floats, Bools, Bools, Bools]:
    """Judge the few steps that are large, by their neighbourhood and by a standstill before them."""
    around = neighbourhood(of, known, pairs.before, pairs.after)
    unknown = ~np.isnan(pairs.rate) | (around.rising < LEAST_KNOWN)
    # where something is known, at least four steps rise, and took some time
    hours, rising_hours = np.maximum(around.hours, 1e-9), np.maximum(around.rising_hours, 1e-9)
    times = np.where(_at_an_open_end(of, known, pairs), _TIMES_AT_AN_OPEN_END, _TIMES)
    own = around.total * np.maximum(times, _TIMES_AS_FAST * pairs.hours / hours)
    usual = _TIMES_AS_USUAL * around.total / hours * pairs.hours
    step, plausible, wrapped = _judged(
        pairs, np.where(unknown, limit, np.maximum(np.minimum(limit, own), usual))
    )
    still = _hours_of_standstill(of, known, pairs)
    fast = np.where(unknown, pairs.rate * _ROUNDING, _TIMES_AS_FAST_CATCHING_UP * around.total / rising_hours)
    most = np.where(still > pairs.hours, fast * still, 0.0)
    late_step, late_plausible, late_wrapped = _judged(pairs, np.where(np.isnan(most), 0.0, most))
    caught_up = ~plausible & late_plausible & (late_step > 0)
    return (
        np.where(caught_up, late_step, step),
        plausible | caught_up,
        np.where(caught_up, late_wrapped, wrapped),
        caught_up,
    )


def _at_an_open_end(of: Points, known: Pace, pairs: _Pairs) -> Bools:
    points = known.possible
    series = of.series[points]
    left, right = known.place[pairs.before], known.place[pairs.after]
    first = np.searchsorted(series, of.series[pairs.before], side="left")
    last = np.searchsorted(series, of.series[pairs.before], side="right") - 1
    opens = (left - first < OPEN_END) & ~of.fixed[points[first]]
    return opens | ((last - right < OPEN_END) & ~of.fixed[points[last]])


def _hours_of_standstill(of: Points, known: Pace, pairs: _Pairs) -> Floats:
    """Return how long before its end a step's register was last seen to change; 0 across skipped readings."""
    points = known.possible
    left, right = known.place[pairs.before], known.place[pairs.after]
    since = of.at[points[standing_since(of, points)[left]]]
    elapsed = np.minimum(of.at[pairs.after] - since, STANDSTILL_US) / HOUR_US
    return np.where(right - left == 1, elapsed, 0.0)


def standing_since(of: Points, points: Ints) -> Ints:
    """Return, for each of some points in order, the place of the first that shows the same up to it."""
    fresh = np.ones(len(points), dtype=np.bool_)
    series, value = of.series[points], of.value[points]
    fresh[1:] = (series[1:] != series[:-1]) | (value[1:] != value[:-1])
    return np.maximum.accumulate(np.where(fresh, np.arange(len(points)), 0))
