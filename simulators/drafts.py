"""A report before it is sent: what the device measured, and how it writes it down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import orjson
from numpy.typing import NDArray

from models.quantities import QUANTITIES, Kind

Fix = Mapping[str, float | int | str]
_REGISTERS = frozenset(quantity.name for quantity in QUANTITIES if quantity.kind is Kind.CUMULATIVE)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a device measured at `at` (epoch seconds); `seq` counts its reports."""

    at: int
    seq: int
    values: dict[str, float]
    position: Fix | None = None

    @property
    def keys(self) -> int:
        """How many readings the report holds; a fix is one."""
        return len(self.values) + (self.position is not None)

    def register(self) -> str | None:
        """Return the first cumulative quantity of the report: what register faults strike."""
        return next((name for name in self.values if name in _REGISTERS), None)


@dataclass(frozen=True, slots=True)
class Clock:
    """How a device writes instants: trackers as epoch milliseconds, meters as ISO 8601 in their zone."""

    zone: ZoneInfo
    milliseconds: bool = False

    def stamp(self, at: int) -> str | int:
        """Return `at` as the device writes it."""
        if self.milliseconds:
            return at * 1000
        return datetime.fromtimestamp(at, self.zone).isoformat()

    def naive(self, at: int) -> str:
        """Return `at` as a device writes it that forgets its zone."""
        return datetime.fromtimestamp(at, self.zone).replace(tzinfo=None).isoformat()


def encoded(draft: Draft, stamp: str | int | None) -> bytes:
    """Return the report as JSON; without a stamp it does not say when."""
    body: dict[str, object] = {} if stamp is None else {"at": stamp}
    body["seq"] = draft.seq
    if draft.position is not None:
        body["position"] = draft.position
    body["values"] = draft.values
    return orjson.dumps(body)


def drafts(at: NDArray[np.int64], columns: Mapping[str, NDArray[np.float64]], interval_s: int) -> list[Draft]:
    """Return one draft for each instant; a NaN is a value that was not measured, no value no report."""
    names = tuple(columns)
    rows = np.stack([columns[name] for name in names], axis=1)
    measured = ~np.isnan(rows)
    made: list[Draft] = []
    for instant, row, known in zip(at.tolist(), rows.tolist(), measured.tolist(), strict=True):
        values = {name: value for name, value, ok in zip(names, row, known, strict=True) if ok}
        if values:
            made.append(Draft(instant, instant // interval_s % 1_000_000, values))
    return made


def utc(at: float) -> datetime:
    """Return epoch seconds as an instant."""
    return datetime.fromtimestamp(at, UTC)
