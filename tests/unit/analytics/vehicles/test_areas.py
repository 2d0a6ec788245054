"""Fences in metres, against distances on the ellipsoid."""

from typing import Any

import pytest
from pyproj import Geod

from analytics.vehicles.areas import area, flaw, outside_all_m
from models.fixes import Fix
from models.geofences import Geofence
from tests.unit.analytics.vehicles.track import BEGIN

GEOD = Geod(ellps="WGS84")


def fence(geometry: str, coordinates: Any, **said: object) -> Geofence:
    return Geofence.model_validate(
        {
            "type": "Feature",
            "properties": {"code": geometry.lower(), "name": geometry, **said},
            "geometry": {"type": geometry, "coordinates": coordinates},
        }
    )


CIRCLE = fence("Point", [106.2, 38.5], radius_m=200)
CORRIDOR = fence("LineString", [[106.2, 38.4], [106.2, 38.6]], width_m=60)
SQUARE = fence("Polygon", [[[106, 38], [107, 38], [107, 39], [106, 39], [106, 38]]])


def moved(lon: float, lat: float, azimuth: float, metres: float) -> Fix:
    """Return the fix so many metres away in a direction [° from north]."""
    there = GEOD.fwd(lon, lat, azimuth, metres)
    return Fix(BEGIN, there[0], there[1])


@pytest.mark.parametrize("azimuth", [0, 45, 90, 200, 311])
@pytest.mark.parametrize("metres", [10, 190, 210, 5_000, 90_000])
def test_a_circle_is_round_and_its_edge_is_where_it_is(azimuth: float, metres: float) -> None:
    seen = area(CIRCLE).outside_m([moved(106.2, 38.5, azimuth, metres)])[0]
    # a polygon of 128 sides lies 6 cm inside its circle
    assert seen == pytest.approx(metres - 200, abs=0.3)


@pytest.mark.parametrize("metres", [-300, -31, -29, 29, 31, 300])
def test_a_corridor_is_half_its_width_on_each_side(metres: float) -> None:
    seen = area(CORRIDOR).outside_m([moved(106.2, 38.5, 90, metres)])[0]
    assert seen == pytest.approx(abs(metres) - 30, abs=0.1)


def test_a_polygon_knows_in_from_out_and_the_nearest_of_several_counts() -> None:
    inside, outside = Fix(BEGIN, 106.5, 38.5), Fix(BEGIN, 107.1, 38.5)
    assert area(SQUARE).outside_m([inside])[0] < -40_000
    assert area(SQUARE).outside_m([outside])[0] == pytest.approx(8_720, rel=0.01)
    assert outside_all_m([CIRCLE, SQUARE], [inside])[0] == area(SQUARE).outside_m([inside])[0]


def test_an_outline_that_crosses_itself_is_told() -> None:
    bow = fence("Polygon", [[[106, 38], [107, 39], [107, 38], [106, 39], [106, 38]]])
    assert "Self-intersection" in str(flaw(bow))
    assert flaw(SQUARE) is None
