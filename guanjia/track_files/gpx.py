"""Tracks in GPX."""

from datetime import UTC, datetime
from pathlib import Path

import gpxpy
from gpxpy.gpx import GPXException, GPXTrackPoint

from analytics.vehicles.track import Track, track_of
from models.errors import ConfigError, Mistake
from models.fixes import Fix


def read_points(path: Path) -> tuple[Track, list[Mistake]]:
    """Return the points of all tracks of a file as one, and the points without a time."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(f"{path}:{line}: this is not UTF-8: save the file as UTF-8") from error
    try:
        points = [(point.time, point) for point in gpxpy.parse(text).walk(only_points=True)]
    except (GPXException, ValueError) as error:
        raise ConfigError(f"{path}: this is no GPX: {error}") from error
    mistakes = [
        Mistake(str(path), None, f"point {number}", "has no time: it cannot be put in order, and is left out")
        for number, (at, _) in enumerate(points, 1)
        if at is None
    ]
    return track_of([_fix(at, point) for at, point in points if at is not None]), mistakes


def _fix(at: datetime, point: GPXTrackPoint) -> Fix:
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    speed_kmh = None if point.speed is None else point.speed * 3.6
    satellites = None if point.satellites is None else int(point.satellites)
    return Fix(at, point.longitude, point.latitude, speed_kmh, satellites)
