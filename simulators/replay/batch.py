"""Reports of some rows of a file, in order, before they are messages."""

from collections.abc import Mapping
from dataclasses import dataclass

Value = float | str
"""A number; or a cell's text where it holds none, so that it is refused and kept."""


@dataclass(frozen=True, slots=True)
class Reported:
    """One report: which row it comes from, its instant (epoch ms; text where it is none), what it says."""

    row: int
    device: str
    at: int | str
    values: Mapping[str, Value]
    position: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The reports of `rows` rows, ordered by row and instant, and how many cells were empty."""

    rows: int
    reports: list[Reported]
    gaps: int = 0
    impossible: int = 0
