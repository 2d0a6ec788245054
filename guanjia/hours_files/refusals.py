"""Why a row of a readings file is refused, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from guanjia.hours_files.csv_text import Column

TOO_LARGE = 1e15
"""From here on a double has no digits left behind the point; no register shows so much."""


class RowReason(StrEnum):
    """Why a row counts nothing; `--refused` lists them."""

    COLUMNS = "columns"
    """More or fewer cells than the header names."""
    EMPTY_FIELD = "empty_field"
    """A cell is empty."""
    NO_INSTANT = "no_instant"
    """`at` is no instant of ISO 8601."""
    NO_ZONE = "no_zone"
    """`at` does not say its offset from UTC."""
    NO_NUMBER = "no_number"
    """`value` is no number."""
    NOT_FINITE = "not_finite"
    """`value` is NaN, infinite, or has more than 15 digits before the point."""
    FUTURE = "future"
    """`at` is more than ten minutes ahead of now."""
    TOO_OLD = "too_old"
    """`at` lies before the year 2000."""
    NO_INSTALLATION = "no_installation"
    """The installations file does not name the meter."""
    WRONG_INSTALLATION = "wrong_installation"
    """A row of the meter in the installations file is wrong."""
    BEFORE_INSTALLATION = "before_installation"
    """`at` lies before the meter's first installation."""
    NOT_IN_PLACE = "not_in_place"
    """No meter was in place at that instant."""
    CONFLICT = "conflict"
    """Another value came first for this meter and instant, and stays."""


REMEDIES = {
    RowReason.COLUMNS: "write one cell for each column of the header; a decimal comma counts as a separator",
    RowReason.EMPTY_FIELD: "fill in meter, at and value, or leave the row out",
    RowReason.NO_INSTANT: "write at as ISO 8601, such as 2026-11-21T08:15:00Z",
    RowReason.NO_ZONE: "write the zone after the instant: Z for UTC, or an offset such as +08:00",
    RowReason.NO_NUMBER: "write value as a number with a decimal point and no unit",
    RowReason.NOT_FINITE: "leave the row out: a register shows a finite number of at most 15 digits",
    RowReason.FUTURE: "check the sender's clock and zone, or give --now",
    RowReason.TOO_OLD: "check the sender's clock: it may have fallen back to 1970",
    RowReason.NO_INSTALLATION: "add a row for the meter to the installations file",
    RowReason.WRONG_INSTALLATION: "correct the meter's rows in the installations file",
    RowReason.BEFORE_INSTALLATION: "check at, or set valid_from of the meter's first installation earlier",
    RowReason.NOT_IN_PLACE: "check valid_to and valid_from of the meter's installations",
    RowReason.CONFLICT: "find out which of the two values is right, and leave the other out",
}


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """Refused rows in the order of the file; `line` counts from 1, the header, and texts are as written."""

    line: NDArray[np.int64]
    meter: Column
    at: Column
    value: Column
    reason: NDArray[np.int64]

    def reasons(self) -> list[RowReason]:
        """Return the reason of each row."""
        every = list(RowReason)
        return [every[place] for place in self.reason]


def place(reason: RowReason) -> int:
    """Return the number that stands for a reason in arrays, 1 and up; 0 stands for none."""
    return list(RowReason).index(reason) + 1
