"""Books of a meter that reports every quarter of an hour, as a test writes them down."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from guanjia.proof.turned import instant
from storage.proof import Books, ProvedInstallation

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
METER = ProvedInstallation("A", BEGIN, None, None, None, None, 1.0, two_way=False)


def at(quarter: float) -> datetime:
    return BEGIN + quarter * QUARTER


def books(
    registers: Sequence[float],
    *installations: ProvedInstallation,
    flagged: Sequence[int] = (),
    aside: Mapping[int, float] | None = None,
) -> Books:
    """Return books whose k-th register was read in the k-th quarter."""
    steps = aside or {}
    return Books(
        installations or (METER,),
        QUARTER,
        np.array([instant(at(k)) for k in range(len(registers))], np.int64),
        np.array(registers, np.float64),
        np.array([instant(at(k)) for k in flagged], np.int64),
        np.array([instant(at(k)) for k in steps], np.int64),
        np.array(list(steps.values()), np.float64),
    )


def until(quarter: float, end_register: float | None = None) -> ProvedInstallation:
    """Return the first meter, taken out at that quarter."""
    return replace(METER, valid_to=at(quarter), end_register=end_register)


def after(quarter: float, start_register: float | None = None) -> ProvedInstallation:
    """Return the second meter, put in at that quarter."""
    return replace(METER, serial="B", valid_from=at(quarter), start_register=start_register)
