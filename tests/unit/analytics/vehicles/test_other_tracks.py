"""Ours beside movingpandas: the same where both mean the same, and where not, why."""

import warnings
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.vehicles.movement import movement
from analytics.vehicles.track import Track
from tests.unit.analytics.vehicles.roads import Part, edited, road

with warnings.catch_warnings():
    # it says that Stone Soup is not there, which it has no use for here
    warnings.simplefilter("ignore")
    import movingpandas

STOP = {"min_duration": timedelta(seconds=180), "max_diameter": 50}

pytestmark = pytest.mark.filterwarnings("ignore")


def trajectory(track: Track) -> Any:
    frame = pd.DataFrame({"t": pd.to_datetime(track.at), "x": track.lon, "y": track.lat})
    return movingpandas.Trajectory(frame, "car", t="t", x="x", y="y", crs="EPSG:4326")


def their_stops(track: Track) -> list[tuple[datetime, datetime]]:
    found = movingpandas.TrajectoryStopDetector(trajectory(track)).get_stop_segments(**STOP)
    spans = [(one.df.index[0], one.df.index[-1]) for one in found.trajectories]
    return [(_utc(start), _utc(end)) for start, end in spans]


def _utc(at: pd.Timestamp) -> datetime:
    return at.to_pydatetime().replace(tzinfo=UTC)


def our_stops(track: Track) -> list[tuple[datetime, datetime]]:
    return [(stop.start, stop.end) for stop in movement(track).stops]


def dense_day() -> Track:
    speed = 10_000 / 600
    parts = (Part(900), Part(600, speed), Part(900), Part(600, speed, np.pi), Part(900))
    return road(*parts, noise_m=2.0)


def test_a_plain_day_has_the_same_stops() -> None:
    track = dense_day()
    assert our_stops(track) == their_stops(track)


def test_a_drive_is_as_long_as_theirs() -> None:
    drive = road(Part(1200, 15.0), noise_m=2.0)
    (trip,) = movement(drive).trips
    # they measure on a sphere, we on the ellipsoid
    assert trip.track_m == pytest.approx(trajectory(drive).get_length(), rel=0.005)


def test_their_length_counts_the_drift_of_a_parked_vehicle_and_ours_does_not() -> None:
    parked = road(Part(36_000, every_s=60), noise_m=5.0)
    assert trajectory(parked).get_length() > 2_500
    assert movement(parked).trips == ()


def test_their_length_counts_a_jump_and_ours_does_not() -> None:
    bad = edited(dense_day(), [40], lat=39.5)
    assert trajectory(bad).get_length() > 200_000
    assert sum(trip.track_m for trip in movement(bad).trips) == pytest.approx(20_000, rel=0.01)


def test_their_stops_change_with_the_range_that_is_read_and_ours_do_not() -> None:
    # a creeping queue: from whichever fix they begin, they cut it otherwise
    track = road(Part(300, 15.0), Part(1800, 0.1), Part(300, 15.0))
    later = track.take(slice(25, None))
    ((_, end),) = our_stops(track)
    assert [stop[1] for stop in our_stops(later)] == [end]
    whole, part = their_stops(track), their_stops(later)
    assert len(whole) > 1
    assert whole[-len(part) :] != part
