"""Geofences as people draw them: GeoJSON features (RFC 7946) of config/geofences/, WGS-84."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from models.registry import Code, Entry, Positive


def _a_longitude(value: float) -> float:
    if not -180 <= value <= 180:
        raise ValueError(f"{value:g} is no longitude: write [longitude, latitude] in degrees, WGS-84")
    return value


def _a_latitude(value: float) -> float:
    if not -90 <= value <= 90:
        raise ValueError(f"{value:g} is no latitude: write [longitude, latitude], in this order")
    return value


def _without_altitude(value: object) -> object:
    return value[:2] if isinstance(value, list | tuple) else value


Longitude = Annotated[float, AfterValidator(_a_longitude)]
Latitude = Annotated[float, AfterValidator(_a_latitude)]
Point = Annotated[tuple[Longitude, Latitude], BeforeValidator(_without_altitude)]
Ring = Annotated[tuple[Point, ...], Field(min_length=4)]
Rings = Annotated[tuple[Ring, ...], Field(min_length=1)]


class FenceRole(StrEnum):
    """What an area is for."""

    HOME = "home"
    """Where vehicles are parked when nobody drives them."""
    IN_TOWN = "in_town"
    """The zone without dispatch (四至范围); home lies inside."""
    REPAIR = "repair"
    """The workshop (定点维修厂): a vehicle that stands there is in repair."""
    FORBIDDEN = "forbidden"
    """Where a vehicle may pass, and not stay."""
    SPEED = "speed"
    """Where another speed limit holds."""
    OTHER = "other"


class PolygonGeometry(Entry):
    """An area; rings after the first are holes."""

    type: Literal["Polygon"]
    coordinates: Rings


class MultiPolygonGeometry(Entry):
    """Several areas."""

    type: Literal["MultiPolygon"]
    coordinates: Annotated[tuple[Rings, ...], Field(min_length=1)]


class PointGeometry(Entry):
    """The middle of a circle of `radius_m`."""

    type: Literal["Point"]
    coordinates: Point


class LineGeometry(Entry):
    """The middle line of a corridor `width_m` wide."""

    type: Literal["LineString"]
    coordinates: Annotated[tuple[Point, ...], Field(min_length=2)]


Geometry = Annotated[
    PolygonGeometry | MultiPolygonGeometry | PointGeometry | LineGeometry, Field(discriminator="type")
]


class FenceProperties(Entry):
    """What a feature says beside its geometry: a circle's `radius_m` and a corridor's `width_m` in metres."""

    code: Code
    name: str = Field(min_length=1)
    name_en: str = ""
    role: FenceRole = FenceRole.OTHER
    speed_limit_kmh: Positive | None = None
    radius_m: Positive | None = None
    width_m: Positive | None = None


class Geofence(Entry):
    """One feature of a geofence file."""

    # editors add `id` and `bbox`, which say nothing here
    model_config = ConfigDict(extra="ignore", frozen=True)

    type: Literal["Feature"]
    properties: FenceProperties
    geometry: Geometry

    def __hash__(self) -> int:
        """Return a number by the code, which no two fences share: an outline may have thousands of points."""
        return hash(self.properties.code)

    @property
    def code(self) -> str:
        """What rules call it."""
        return self.properties.code

    @model_validator(mode="after")
    def _is_an_area(self) -> Self:
        said = self.properties
        is_circle, is_corridor = self.geometry.type == "Point", self.geometry.type == "LineString"
        if is_circle is (said.radius_m is None):
            raise ValueError("a Point needs the property radius_m, in metres, and nothing else takes it")
        if is_corridor is (said.width_m is None):
            raise ValueError("a LineString needs the property width_m, in metres, and nothing else takes it")
        for ring in self._rings():
            if ring[0] != ring[-1]:
                raise ValueError("a ring of a Polygon ends where it begins: repeat its first point")
        return self

    def _rings(self) -> tuple[tuple[Point, ...], ...]:
        match self.geometry:
            case PolygonGeometry(coordinates=rings):
                return rings
            case MultiPolygonGeometry(coordinates=polygons):
                return tuple(ring for rings in polygons for ring in rings)
            case _:
                return ()


class FenceFile(BaseModel):
    """One file of config/geofences/; what else a FeatureCollection says is left aside."""

    model_config = ConfigDict(frozen=True)

    type: Literal["FeatureCollection"]
    features: Annotated[tuple[Geofence, ...], Field(min_length=1)]
