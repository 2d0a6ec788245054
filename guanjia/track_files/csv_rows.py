"""Tracks in CSV: a fix a row, the columns named as everywhere."""

from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.vehicles.track import UNKNOWN, Track
from guanjia.hours_files.csv_text import CsvText, read_csv
from guanjia.hours_files.instants import NO_INSTANT, NO_ZONE, read_instants
from guanjia.printable import printable
from models.errors import Mistake

NEEDED: Final = ("at", "lon", "lat")
RANGES: Final = {
    "lon": (-180.0, 180.0),
    "lat": (-90.0, 90.0),
    "speed_kmh": (0.0, 1e6),
    "satellites": (0.0, 1000.0),
    "ignition": (0.0, 1.0),
    "odometer_km": (0.0, 1e7),
}
"""What a cell may hold; all but the place may be blank."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def read_rows(path: Path) -> tuple[Track, list[Mistake]]:
    """Return the fixes of a file, and for each row that was left out its line and why."""
    text = read_csv(path, NEEDED, ())
    mistakes = [Mistake(str(path), line, "", "too many or too few cells") for line, _ in text.ragged]
    micros = read_instants(text.columns["at"])
    is_good = micros > NO_ZONE
    for row in np.flatnonzero(~is_good).tolist():
        why = (
            "says no zone: end it with Z or +08:00" if micros[row] != NO_INSTANT else "is no ISO 8601 instant"
        )
        mistakes.append(_mistake(path, text, row, "at", why))
    numbers: dict[str, Floats] = {}
    for column, (low, high) in RANGES.items():
        numbers[column], is_bad = _numbers(text, column, low, high)
        why = f"is no number from {low:g} to {high:g}"
        wrong = np.flatnonzero(is_bad & is_good).tolist()
        mistakes += [_mistake(path, text, row, column, why) for row in wrong]
        is_good &= ~is_bad
    track = Track(
        (micros // 1000).astype("datetime64[ms]"),
        numbers["lon"],
        numbers["lat"],
        numbers["speed_kmh"],
        np.where(np.isnan(numbers["satellites"]), UNKNOWN, numbers["satellites"]).astype(np.int16),
        np.where(np.isnan(numbers["ignition"]), UNKNOWN, numbers["ignition"]).astype(np.int8),
        numbers["odometer_km"],
    )
    return track.take(is_good), sorted(mistakes, key=lambda mistake: mistake.line or 0)


def _numbers(text: CsvText, column: str, low: float, high: float) -> tuple[Floats, Flags]:
    """Return a column as numbers, NaN where it is blank, and which cells are wrong."""
    if column not in text.columns:
        return np.full(len(text.line), np.nan), np.zeros(len(text.line), dtype=np.bool_)
    cells = pd.Series(text.columns[column].to_pylist(), dtype=str).str.strip()
    found = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64)
    is_blank = (cells == "").to_numpy() & (column not in NEEDED)
    return found, ~((found >= low) & (found <= high)) & ~is_blank


def _mistake(path: Path, text: CsvText, row: int, column: str, why: str) -> Mistake:
    cell = printable(str(text.columns[column][row].as_py()))
    return Mistake(str(path), int(text.line[row]), column, f"{cell!r} {why}; the row is left out")
