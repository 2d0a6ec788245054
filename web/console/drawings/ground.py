"""What lies below the points of a map: the fences people drew, and the pictures of a map server, if any."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.geofences import Geofence
from models.registry import Language


@dataclass(frozen=True, slots=True)
class Ground:
    """`tiles`: the address of pictures with {z}, {x} and {y} in it, "" for none; `credit`: who made them."""

    tiles: str = ""
    credit: str = ""
    fences: tuple[Geofence, ...] = ()

    def outlines(self, language: Language) -> list[dict[str, Any]]:
        """Return the fences as GeoJSON features, each with its name in a language, role and radius [m]."""
        return [
            {
                "type": "Feature",
                "geometry": fence.geometry.model_dump(mode="json"),
                "properties": {
                    "name": _name(fence, language),
                    "role": fence.properties.role,
                    "radius_m": fence.properties.radius_m,
                },
            }
            for fence in self.fences
        ]

    def layer(self) -> Mapping[str, str] | None:
        """Return what the browser needs to ask for pictures; None: it asks for none."""
        return {"tiles": self.tiles, "credit": self.credit} if self.tiles else None


def _name(fence: Geofence, language: Language) -> str:
    said = fence.properties
    return said.name_en if language is Language.EN and said.name_en else said.name
