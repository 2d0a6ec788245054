"""Long gaps shaped by similar days of the same meter, so that their known total is kept.

A register tells how much ran through in a gap, not when. Spread evenly, a lost weekend would show a busy
night and a sleeping Monday. So each hour of a long gap is weighed by what the meter measured in the same hour
of similar days before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.accounts import Account, Gaps, Hours, chosen
from analytics.gap_pieces import Pieces, is_measured, pieces, reweighed
from analytics.known_days import UNKNOWN, Codes, KnownDays
from analytics.registers import HOUR_US, Bools, Floats, Instants, Ints
from models.amounts import Amounts

LONG_GAP = np.timedelta64(4, "h")
"""Gaps up to this long are spread evenly: within four hours a shape is guesswork."""

DAYS_BACK = 42
"""How far back similar days are looked for: six weeks hold six of each weekday and stay in the season."""

FEWEST_DAYS = 2
"""With fewer similar days than this for an hour of the day, chance would shape the gap."""

_HOURS = 24
_KINDS = 2
_HEATINGS = 3
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class Locality:
    """Where a meter is: the zone of its days, and its heating region, if it has one."""

    zone: ZoneInfo
    heating: str | None = None


class _Local(NamedTuple):
    """The local day (datetime64[D]) and hour of the day in which each hour begins."""

    day: NDArray[np.datetime64]
    hour: Ints


class _Measured(NamedTuple):
    """Measured hours of one meter, ascending."""

    hour: Instants
    amount: Floats


class _Sums(NamedTuple):
    """Amounts by group of days and hour of the day, added up, and the number of days behind them."""

    amount: Floats
    days: Ints


def needs_shape(gaps: Gaps) -> Bools:
    """Tell the gaps that similar days shape, if there are any: long ones with something to spread."""
    return (gaps.end - gaps.start > LONG_GAP) & (gaps.amount > 0)


def shaped(account: Account, earlier: Amounts, places: Mapping[int, Locality], days: KnownDays) -> Account:
    """Weigh the hours of long gaps by similar days.

    Parameters
    ----------
    account : Account
        As `analytics.hours` makes it; any part of each meter's hours, with all gaps that reach into them.
    earlier : Amounts
        Measured hours of the same meters that `account` does not hold (see `is_measured`), those of the
        `DAYS_BACK` days before each of its long gaps at least, in any order. More of them do no harm.
    places : mapping of int to Locality
        Where each meter is.
    days : KnownDays
        Which days people work, and which are heated.

    Returns
    -------
    Account
        Only hours that lie in long gaps are changed, and they stay estimated.

    Notes
    -----
    An hour's weight is the mean amount of measured hours of the same meter and the same local hour of the
    day, over the days of the same kind (workday or rest), and heated alike, of the `DAYS_BACK` days before
    the first local day of its gap; an hour that lies in the gap in part weighs that part. Where an hour of
    the day has fewer than `FEWEST_DAYS` such days, heating is left out of account for the whole gap; where
    that does not help, the gap stays even. It also stays even where the calendar does not know one of its
    days, where all weights are zero, where one is negative, and where its total is negative (two-way).

    What measured hours say never depends on how a gap was shaped, so shaping one cannot change another.

    Examples
    --------
    A gap of 9 units from 06:00 to 11:00 on a workday, five hours that measured 0, 1, 2, 3 and 3 on the mean
    of workdays before: the hours get 0, 1, 2, 3 and 3. With 18 units they get twice that.
    """
    hours, gaps = account.hours, account.gaps
    meters = np.unique(gaps.meter[needs_shape(gaps)]).tolist()
    if not meters:
        return account
    order = np.lexsort((earlier.start, earlier.meter))
    sources = earlier.meter[order]
    fresh = replace(
        hours, amount=hours.amount.copy(), estimated=hours.estimated.copy(), reasons=hours.reasons.copy()
    )
    for meter in meters:
        rows, before = _rows(hours.meter, meter), order[_rows(sources, meter)]
        part = _meter_shaped(
            chosen(hours, rows),
            chosen(gaps, _rows(gaps.meter, meter)),
            _Measured(earlier.start[before], earlier.amount[before]),
            places[meter],
            days,
        )
        fresh.amount[rows], fresh.estimated[rows], fresh.reasons[rows] = (
            part.amount,
            part.estimated,
            part.reasons,
        )
    return replace(account, hours=fresh)


def _meter_shaped(hours: Hours, gaps: Gaps, earlier: _Measured, place: Locality, days: KnownDays) -> Hours:
    known, cut = is_measured(hours), pieces(gaps)
    measured = np.concatenate([earlier.hour, hours.hour[known]]).astype("datetime64[us]")
    amounts = np.concatenate([earlier.amount, hours.amount[known]])
    order = np.argsort(measured, kind="stable")
    long = needs_shape(gaps)
    weighed, within = np.full(len(cut.gap), np.nan), long[cut.gap]
    part = pieces(chosen(gaps, long))
    weights = _weights(part, _local(measured[order], place.zone), amounts[order], place, days)
    weighed[within] = _spread(part, gaps.amount[long], weights)
    return reweighed(hours, cut, weighed)


def _rows(meters: Ints, meter: int) -> Ints:
    """Return the rows of a meter, in an order by meter."""
    return np.arange(np.searchsorted(meters, meter), np.searchsorted(meters, meter, side="right"))


def _spread(cut: Pieces, amount: Floats, weights: Floats) -> Floats:
    """Share out each gap's amount by weights; NaN throughout a gap where they say nothing."""
    total = np.bincount(cut.gap, weights, len(amount))
    is_odd = np.bincount(cut.gap, ~(weights >= 0), len(amount)) > 0
    usable = (total > 0) & ~is_odd
    share = np.divide(weights, total[cut.gap], out=np.full(len(weights), np.nan), where=usable[cut.gap])
    return amount[cut.gap] * share


def _weights(cut: Pieces, sources: _Local, amounts: Floats, place: Locality, days: KnownDays) -> Floats:
    """Return the weight of each piece; NaN where there are too few similar days."""
    target = _local(cut.hour.view("datetime64[us]"), place.zone)
    first = target.day[np.searchsorted(cut.gap, np.arange(cut.gap[-1] + 1))]
    start = first.min() - DAYS_BACK * _DAY
    table = np.arange(start, first.max() + _DAY, _DAY)
    within = (sources.day >= table[0]) & (sources.day <= table[-1])
    cells = _cells(_Local(sources.day[within], sources.hour[within]), amounts[within], table)
    worked, heated = days.worked(table), days.heated(table, place.heating)
    group = np.where(worked == UNKNOWN, UNKNOWN, worked * _HEATINGS + heated + 1).astype(np.int64)
    alike = _gathered(cells, group, ((first - start) / _DAY).astype(np.int64))
    kind, warm = days.worked(target.day), days.heated(target.day, place.heating)
    return _chosen_weights(cut, target.hour, kind, warm, alike) * (cut.overlap / HOUR_US)


def _chosen_weights(cut: Pieces, hour: Ints, kind: Codes, warm: Codes, alike: _Sums) -> Floats:
    """Take the means of days heated alike, or, for a gap where those are too few, of days of its kind."""
    split = alike.amount.reshape(-1, _KINDS, _HEATINGS, _HOURS)
    counts = alike.days.reshape(-1, _KINDS, _HEATINGS, _HOURS)
    at = (cut.gap, kind, warm + 1, hour)
    strict = np.where((kind == UNKNOWN) | (warm == UNKNOWN), 0, counts[at]) >= FEWEST_DAYS
    all_counts, all_sums = counts.sum(axis=2), split[:, :, 0] + split[:, :, 1] + split[:, :, 2]
    loose_at = (cut.gap, kind, hour)
    loose = np.where(kind == UNKNOWN, 0, all_counts[loose_at]) >= FEWEST_DAYS
    by_heating = (np.bincount(cut.gap, ~strict) == 0)[cut.gap]
    by_kind = (np.bincount(cut.gap, ~loose) == 0)[cut.gap] & ~by_heating
    weights = np.full(len(hour), np.nan)
    np.divide(split[at], counts[at], out=weights, where=by_heating)
    np.divide(all_sums[loose_at], all_counts[loose_at], out=weights, where=by_kind)
    return weights


def _cells(sources: _Local, amounts: Floats, table: NDArray[np.datetime64]) -> _Sums:
    """Return, for each day of `table` and hour of the day, its amount and 1 where it was measured.

    Where clocks go back, an hour of the day comes twice: its mean counts, as one.
    """
    size = len(table) * _HOURS
    cell = ((sources.day - table[0]) / _DAY).astype(np.int64) * _HOURS + sources.hour
    count = np.bincount(cell, minlength=size)
    amount = np.divide(
        np.bincount(cell, amounts, size), count, out=np.zeros(size), where=count > 0, dtype=np.float64
    )
    return _Sums(amount.reshape(-1, _HOURS), (count > 0).astype(np.int64).reshape(-1, _HOURS))


def _gathered(cells: _Sums, group: NDArray[np.int64], first: Ints) -> _Sums:
    """Add up, for each gap, the days before row `first` of the table, by group: oldest day first."""
    amount = np.zeros((len(first), _KINDS * _HEATINGS, _HOURS))
    count = np.zeros(amount.shape, dtype=np.int64)
    gap = np.arange(len(first))
    for back in range(DAYS_BACK, 0, -1):
        row = first - back
        known = group[row] != UNKNOWN
        place = (gap[known], group[row[known]])
        amount[place] += cells.amount[row[known]]
        count[place] += cells.days[row[known]]
    return _Sums(amount, count)


def _local(hours: Instants, zone: ZoneInfo) -> _Local:
    index = pd.DatetimeIndex(hours).tz_localize("UTC").tz_convert(zone).tz_localize(None)
    wall = index.to_numpy().astype("datetime64[us]")
    day = wall.astype("datetime64[D]")
    return _Local(day, ((wall - day) // np.timedelta64(1, "h")).astype(np.int64))
