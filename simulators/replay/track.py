"""Turns the points of a GPX file into a vehicle's reports."""

import math
from collections.abc import Iterator
from datetime import UTC

from gpxpy.gpx import GPX, GPXTrackPoint

from simulators.replay.batch import Batch, Reported
from simulators.replay.period import Period

KMH_PER_M_S = 3.6


def track_batches(gpx: GPX, device: str, period: Period, size: int) -> Iterator[Batch]:
    """Yield the points in the file's order, `size` at a time."""
    reports: list[Reported] = []
    for row, point in enumerate(gpx.walk(only_points=True)):
        if not period.holds_one(point.time):
            continue
        reports.append(_reported(row, device, point))
        if len(reports) == size:
            yield Batch(len(reports), reports)
            reports = []
    if reports:
        yield Batch(len(reports), reports)


def _reported(row: int, device: str, point: GPXTrackPoint) -> Reported:
    at = "" if point.time is None else round(point.time.astimezone(UTC).timestamp() * 1000)
    return Reported(row, device, at, {}, _position(point))


def _position(point: GPXTrackPoint) -> dict[str, float]:
    """Return what the point says and nothing else: a speed that was not recorded is not made up."""
    speed_kmh = None if point.speed is None else point.speed * KMH_PER_M_S
    fields = {
        "lon": point.longitude,
        "lat": point.latitude,
        "altitude_m": point.elevation,
        "speed_kmh": speed_kmh,
        "heading_deg": point.course,
        "satellites": point.satellites,
    }
    return {name: value for name, value in fields.items() if value is not None and math.isfinite(value)}
