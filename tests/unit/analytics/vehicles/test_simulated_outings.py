"""The simulator's outings against ours, with one fix in a hundred spoilt and all of them out of order."""

from datetime import timedelta

import numpy as np
import pytest

from analytics.vehicles.homes import furthest_m, outside_m
from analytics.vehicles.movement import movement
from analytics.vehicles.outings import Halt, Leg, outings
from analytics.vehicles.track import in_order, milliseconds
from models.geofences import Geofence
from tests.unit.analytics.vehicles.spoiling import spoilt
from tests.unit.analytics.vehicles.test_simulated_tracks import simulated

PARKED = timedelta(seconds=930)
"""A parked tracker reports every 15 minutes."""


@pytest.mark.parametrize("seed", range(6))
def test_every_outing_is_found_and_none_invented(seed: int) -> None:
    track, driven = simulated(seed)
    # out and home again, in turn
    true = [(out.start, home.end) for out, home in zip(driven[::2], driven[1::2], strict=True)]
    garage = Geofence.model_validate(
        {
            "type": "Feature",
            "properties": {"code": "garage", "name": "车库", "role": "home", "radius_m": 200},
            "geometry": {"type": "Point", "coordinates": [float(track.lon[0]), float(track.lat[0])]},
        }
    )
    bad = spoilt(track, seed)
    found = movement(bad)
    ordered = in_order(bad)
    legs = [
        Leg(
            trip.start,
            trip.end,
            trip.distance_m,
            furthest_m([garage], ordered.within(milliseconds(trip.start), milliseconds(trip.end))),
        )
        for trip in found.trips
    ]
    halts = [
        Halt(
            stop.start,
            stop.end,
            stop.place.lon,
            stop.place.lat,
            float(outside_m([garage], np.array([stop.place.lon]), np.array([stop.place.lat]))[0]),
        )
        for stop in found.stops
    ]
    made = outings(legs, halts)
    assert len(made) == len(true)
    for outing, (start, end) in zip(made, true, strict=True):
        if outing.ended_at is None:
            # the track ends within an hour of coming home, and what is left of it there is spoilt
            assert outing is made[-1]
            assert ordered.at[-1] - milliseconds(end) < np.timedelta64(1, "h")
            continue
        # of two bad fixes in a row while it is parked, the third bounds the trip
        assert abs(outing.started_at - start) <= 2 * PARKED
        assert abs(outing.ended_at - end) <= 2 * PARKED
