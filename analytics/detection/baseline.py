"""What a meter uses in each hour, learnt from its own history: a baseline, and days scored by it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.detection.days import (
    FEWEST_DAYS,
    FEWEST_HOURS,
    HOURS,
    Days,
    chosen,
    known_kinds,
    usable_days,
    with_temperatures,
)
from analytics.registers import Bools, Floats

LEAST_SPREAD = 0.05
"""The spread of days is no less than this share of what is expected: habits change by that much."""

LEAST_OF_MEAN = 0.02
"""Nor less than this share of a mean day: where next to nothing is expected, next to nothing is unusual."""

MOST_UNUSUAL = 100.0
"""Spreads beyond this say no more."""

HEATED_BELOW_C, COOLED_ABOVE_C = 18.0, 22.0
"""Outdoor temperatures beyond which buildings are heated and cooled: what lies between changes nothing."""

_TO_DEVIATION = 1.4826
_FAR = 1.35
_SHRINK = 1e-3
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Baseline:
    """A model as plain numbers.

    `weights` belong to the columns of `features`, of an amount divided by `mean`. `spread` is the robust
    standard deviation of workdays about what is expected, as a share of it, and `rest_spread` that of rest
    days. `kinds` tells which kinds of day it knows: unheated and heated rest days, unheated and heated
    workdays. Temperatures enter where `by_temperature`.
    """

    mean: float
    weights: tuple[float, ...]
    spread: float
    rest_spread: float
    kinds: tuple[bool, ...]
    by_temperature: bool
    trained_from: date
    trained_to: date
    trained_days: int

    def parameters(self) -> dict[str, Any]:
        """Return what the model needs, for JSON; dates and spread are columns of their own."""
        return {
            "mean": self.mean,
            "weights": list(self.weights),
            "rest_spread": self.rest_spread,
            "kinds": list(self.kinds),
            "by_temperature": self.by_temperature,
        }


@dataclass(frozen=True, slots=True)
class Learning:
    """There is too little history: so many days are still to be measured."""

    days_missing: int
    trained_days: int


@dataclass(frozen=True, slots=True)
class DayScore:
    """A day beside what was expected of its measured hours.

    `unusual` is in spreads, negative where less was used. The hour that differs most explains it.
    """

    day: date
    hours: int
    seen: float
    expected: float
    unusual: float
    peak_hour: int
    peak_seen: float
    peak_expected: float


def baseline_of(parameters: Mapping[str, Any], spread: float, trained: tuple[date, date, int]) -> Baseline:
    """Return the model that `Baseline.parameters` wrote; `trained`: first day, last day, how many."""
    return Baseline(
        float(parameters["mean"]),
        tuple(float(weight) for weight in parameters["weights"]),
        spread,
        float(parameters["rest_spread"]),
        tuple(bool(kind) for kind in parameters["kinds"]),
        bool(parameters["by_temperature"]),
        *trained,
    )


def features(days: Days, *, by_temperature: bool) -> NDArray[np.float64]:
    """Return what each hour is told by, (n * 24, k).

    One column for each hour of the day on a workday, one for each on a rest day, and one for each when
    buildings are heated, on top of either; with temperatures, degrees below 18 °C and above 22 °C, each on a
    workday and on a rest day.
    """
    hour = np.tile(np.eye(HOURS), (len(days.worked), 1))
    worked = np.repeat(days.worked, HOURS)[:, None]
    heated = np.repeat(days.heated, HOURS)[:, None]
    columns = [hour * worked, hour * ~worked, hour * heated]
    if by_temperature and days.outdoor_c is not None:
        outdoor = days.outdoor_c.reshape(-1, 1)
        cold, hot = np.maximum(HEATED_BELOW_C - outdoor, 0), np.maximum(outdoor - COOLED_ABOVE_C, 0)
        columns += [cold * worked / 10, cold * ~worked / 10, hot * worked / 10, hot * ~worked / 10]
    return np.hstack(columns)


def expected(baseline: Baseline, days: Days) -> Floats:
    """Return what a baseline expects of hours, (n, 24) [unit of the quantity], never below 0.

    NaN on days of a kind it does not know, and where it needs a temperature that is not known.
    """
    table = features(days, by_temperature=baseline.by_temperature)
    if table.shape[1] != len(baseline.weights):
        return np.full(days.amount.shape, np.nan)
    told = np.asarray(table @ np.array(baseline.weights))
    hours = np.maximum(baseline.mean * told, 0.0).reshape(days.amount.shape)
    return np.where(np.array(baseline.kinds)[days.kind][:, None], hours, np.nan)


def trained(days: Days, odd: Bools) -> Baseline | Learning:
    """Learn the hours of a meter.

    Parameters
    ----------
    days : Days
        Its history; only the last `LONGEST_DAYS` are learnt from.
    odd : (n,) bool
        Days to leave out: those of a leak, and those on which a step was set aside or a reading skipped.

    Returns
    -------
    Baseline or Learning
        Learning where fewer than `FEWEST_DAYS` days have `FEWEST_HOURS` measured hours. Temperatures enter
        where `with_temperatures` finds enough of them, and then only days and hours that have one are learnt.

    Notes
    -----
    A linear model of the hours, fitted by weighted least squares five times over: an hour further off than
    1.35 robust standard deviations weighs less each time, as in Huber's loss. It cannot fail to converge on a
    meter that uses the same in every hour. What it says is then scaled so that the median day is met: hours
    are skewed, and a fit that ignores the highest of them says a little too little.

    The spread of a kind of day is 1.4826 times the median distance of its learnt days from what the model
    says of them, as a share of it, and `LEAST_SPREAD` at least.

    References
    ----------
    P. J. Huber, E. M. Ronchetti, Robust Statistics, 2nd edition, 2009, chapter 7.
    """
    usable = usable_days(days, odd)
    count = int(usable.sum())
    if count < FEWEST_DAYS:
        return Learning(FEWEST_DAYS - count, count)
    told = with_temperatures(days, usable)
    by_temperature = told is not None
    learnt = usable if told is None else told
    part = chosen(days, learnt)
    mean, weights = _fitted(part, by_temperature=by_temperature)
    dates = days.days[learnt].tolist()
    kinds = tuple(known_kinds(part).tolist())
    rough = Baseline(mean, weights, 1.0, 1.0, kinds, by_temperature, dates[0], dates[-1], len(dates))
    return _with_spreads(rough, part)


def scores(baseline: Baseline, days: Days) -> list[DayScore]:
    """Score the days of which enough hours are measured, and of which what is expected is known.

    Examples
    --------
    Expected 8 m3 with a spread of 10 %, and 12 m3 seen: (12 - 8) / 0.8 = 5 spreads above.
    """
    told = expected(baseline, days)
    known = ~np.isnan(days.amount) & ~np.isnan(told)
    off = np.where(known, days.amount - told, 0.0)
    peak = np.abs(off).argmax(axis=1)
    return [
        _score(baseline, days, told, row, int(peak[row]))
        for row in np.flatnonzero(known.sum(axis=1) >= FEWEST_HOURS).tolist()
    ]


def _score(baseline: Baseline, days: Days, told: Floats, row: int, peak: int) -> DayScore:
    known = ~np.isnan(days.amount[row]) & ~np.isnan(told[row])
    seen, due, hours = float(days.amount[row, known].sum()), float(told[row, known].sum()), int(known.sum())
    share = baseline.spread if days.worked[row] else baseline.rest_spread
    # where nothing was ever used, the first litre is as unusual as can be told
    spread = max(share * due, LEAST_OF_MEAN * baseline.mean * hours) or (seen / MOST_UNUSUAL) or 1.0
    unusual = float(np.clip((seen - due) / spread, -MOST_UNUSUAL, MOST_UNUSUAL))
    return DayScore(
        days.days[row].item(),
        hours,
        seen,
        due,
        unusual,
        peak,
        float(days.amount[row, peak]),
        float(told[row, peak]),
    )


def _fitted(part: Days, *, by_temperature: bool) -> tuple[float, tuple[float, ...]]:
    """Return the mean hour of some days, and the weights of the hours over it."""
    # here and not above: the import takes seconds, and whoever computes hours alone never fits
    from sklearn.linear_model import Ridge  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    known = part.measured(by_temperature=by_temperature).ravel()
    table = features(part, by_temperature=by_temperature)[known]
    amount = part.amount.ravel()[known]
    mean = float(amount.mean())
    if not mean > 0:
        return 0.0, (0.0,) * table.shape[1]
    target, weight = amount / mean, np.ones(len(amount))
    model = Ridge(alpha=_SHRINK, fit_intercept=False)
    # a small table: threads of the linear algebra would wait for each other three times as long as it takes
    with threadpool_limits(1, "blas"):
        for _ in range(_ROUNDS):
            model.fit(table, target, sample_weight=weight)
            off = np.abs(target - model.predict(table))
            scale = _TO_DEVIATION * float(np.median(off))
            if not scale > 0:
                break
            weight = np.minimum(1.0, _FAR * scale / np.maximum(off, scale))
    return mean, tuple(float(one) for one in model.coef_)


def _with_spreads(rough: Baseline, part: Days) -> Baseline:
    """Scale a model to the median day of each kind, and tell how far its days lie from it."""
    told = expected(rough, part)
    known = ~np.isnan(part.amount) & ~np.isnan(told)
    seen, due = np.where(known, part.amount, 0.0).sum(axis=1), np.where(known, told, 0.0).sum(axis=1)
    used = due > LEAST_OF_MEAN * rough.mean * HOURS
    ratio = np.divide(seen, due, out=np.ones(len(seen)), where=used)
    middle = float(np.median(ratio[used])) if used.any() else 1.0
    off = np.abs(ratio / middle - 1) if middle > 0 else ratio
    return replace(
        rough,
        mean=rough.mean * middle if middle > 0 else rough.mean,
        spread=_spread(off[used & part.worked]),
        rest_spread=_spread(off[used & ~part.worked]),
    )


def _spread(off: Floats) -> float:
    return max(LEAST_SPREAD, _TO_DEVIATION * float(np.median(off))) if len(off) else 1.0
