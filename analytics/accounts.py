"""What registers come to: hours, steps set aside, readings flagged and gaps, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from analytics.groups import starts_of_runs
from analytics.registers import Bools, Floats, Instants, Ints
from models.consumption import AsideReason, FlagReason, HourReason

HOUR_REASONS = tuple(HourReason)
ASIDE_REASONS = tuple(AsideReason)
FLAG_REASONS = tuple(FlagReason)


@dataclass(frozen=True, slots=True)
class Hours:
    """Consumption by hour, ordered by meter and hour. Hours nobody can know are absent.

    Attributes
    ----------
    meter : (n,) int64
        As in the readings.
    hour : (n,) datetime64[us]
        Beginning of the hour (UTC).
    amount : (n,) float64
        What was used [unit of the quantity].
    estimated : (n,) float64
        The part of `amount` between readings further apart than expected [unit of the quantity].
    coverage : (n,) float64
        Share of the hour between readings no further apart than expected, 0 to 1.
    reasons : (n,) int16
        Bit k: the k-th of `HOUR_REASONS` applies.
    """

    meter: Ints
    hour: Instants
    amount: Floats
    estimated: Floats
    coverage: Floats
    reasons: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Single instants that need a person's eye, ordered by meter and instant, one an instant.

    Attributes
    ----------
    meter : (n,) int64
        As in the readings.
    at : (n,) datetime64[us]
        The reading where it shows (UTC).
    value : (n,) float64
        For a step set aside its size [unit of the quantity]; for a flagged reading the register [its own
        unit].
    reason : (n,) int16
        Place in `ASIDE_REASONS` or in `FLAG_REASONS`.
    """

    meter: Ints
    at: Instants
    value: Floats
    reason: NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Known amounts over stretches without readings, ordered by meter and start; they do not overlap.

    The hours spread each evenly over its stretch, with the reason `gap`.

    Attributes
    ----------
    meter : (n,) int64
        As in the readings.
    start, end : (n,) datetime64[us]
        The believed readings on either side (UTC).
    amount : (n,) float64
        What was used between them [unit of the quantity].
    """

    meter: Ints
    start: Instants
    end: Instants
    amount: Floats


@dataclass(frozen=True, slots=True)
class Account:
    """Everything the registers of some meters come to."""

    hours: Hours
    aside: Exceptions
    flagged: Exceptions
    gaps: Gaps


_Table = TypeVar("_Table", Hours, Exceptions, Gaps)
_Moments = TypeVar("_Moments", Hours, Exceptions)


def chosen(table: _Table, rows: Bools | Ints) -> _Table:
    """Return some rows of a table."""
    return type(table)(*(getattr(table, column.name)[rows] for column in fields(table)))


def reason_names(bits: int) -> list[HourReason]:
    """Return the reasons of an hour from its bits."""
    return [reason for place, reason in enumerate(HOUR_REASONS) if bits >> place & 1]


def selected(account: Account, first: Ints, after: Ints) -> Account:
    """Keep what lies from `first` and before `after` (microseconds since 1970, one for each meter number).

    Of gaps, those that reach into that span are kept, whole.
    """
    gaps = account.gaps
    reaching = (gaps.end.view(np.int64) > first[gaps.meter]) & (gaps.start.view(np.int64) < after[gaps.meter])
    return Account(
        _selected(account.hours, account.hours.hour, first, after),
        _selected(account.aside, account.aside.at, first, after),
        _selected(account.flagged, account.flagged.at, first, after),
        chosen(gaps, reaching),
    )


def renumbered(account: Account, meters: Ints) -> Account:
    """Give meter k the number `meters[k]`."""
    return Account(
        replace(account.hours, meter=meters[account.hours.meter]),
        replace(account.aside, meter=meters[account.aside.meter]),
        replace(account.flagged, meter=meters[account.flagged.meter]),
        replace(account.gaps, meter=meters[account.gaps.meter]),
    )


def merged(accounts: Sequence[Account]) -> Account:
    """Put accounts together; where they say the same of one meter and instant, once."""
    return Account(
        _merged([account.hours for account in accounts]),
        _merged([account.aside for account in accounts]),
        _merged([account.flagged for account in accounts]),
        _merged([account.gaps for account in accounts]),
    )


def _selected(table: _Moments, when: Instants, first: Ints, after: Ints) -> _Moments:
    moment = when.view(np.int64)
    return chosen(table, (moment >= first[table.meter]) & (moment < after[table.meter]))


def _merged(tables: Sequence[_Table]) -> _Table:
    columns = [np.concatenate(column) for column in zip(*(_columns(table) for table in tables), strict=True)]
    order = np.lexsort((columns[1], columns[0]))
    fresh = starts_of_runs(columns[0][order], columns[1][order])
    return type(tables[0])(*(column[order[fresh]] for column in columns))


def _columns(table: Hours | Exceptions | Gaps) -> list[NDArray[np.generic]]:
    return [getattr(table, column.name) for column in fields(table)]
