"""Tracks in GPX."""

from datetime import UTC, datetime
from pathlib import Path

import gpxpy
from gpxpy.gpx import GPXException, GPXTrackPoint

from analytics.vehicles.track import Track, track_of
from guanjia.track_files.csv_rows import RANGES
from models.errors import ConfigError, Mistake
from models.fixes import Fix


def read_points(path: Path) -> tuple[Track, list[Mistake]]:
    """Return the points of all tracks of a file as one, and what is wrong with the points left out."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}:{line}: this is not UTF-8: save the file as UTF-8") from error
    try:
        points = list(gpxpy.parse(text).walk(only_points=True))
    except (GPXException, ValueError) as error:
        raise ConfigError(f"{path}: this is no GPX: {error}") from error
    fixes: list[Fix] = []
    mistakes: list[Mistake] = []
    for number, point in enumerate(points, 1):
        if point.time is None:
            flaw = "has no time: it cannot be put in order, and is left out"
        else:
            fix = _fix(point.time, point)
            flaw = _flaw(fix)
            if flaw is None:
                fixes.append(fix)
        if flaw is not None:
            mistakes.append(Mistake(str(path), None, f"point {number}", flaw))
    return track_of(fixes), mistakes


def _fix(at: datetime, point: GPXTrackPoint) -> Fix:
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    speed_kmh = None if point.speed is None else point.speed * 3.6
    satellites = None if point.satellites is None else int(point.satellites)
    return Fix(at, point.longitude, point.latitude, speed_kmh, satellites)


def _flaw(fix: Fix) -> str | None:
    """Return what of a fix is out of range, as of a row of a CSV."""
    said = {"lon": fix.lon, "lat": fix.lat, "speed_kmh": fix.speed_kmh, "satellites": fix.satellites}
    for name, value in said.items():
        low, high = RANGES[name]
        if value is not None and not low <= value <= high:
            return f"{name} {value:g} is no number from {low:g} to {high:g}; the point is left out"
    return None
