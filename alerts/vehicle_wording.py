"""What a mail says of vehicles: names of fences and times, no coordinates."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from alerts.formats import Formats
from models.sightings import Sighting, VehicleSightingKind


@dataclass(frozen=True, slots=True)
class VehicleWording:
    """One language's sentences; `is_chinese` tells which of two names a reader knows."""

    say: Callable[..., str]
    formats: Formats
    is_chinese: bool

    def seen(self, kind: VehicleSightingKind, seen: Sighting, duration: Callable[[float], str]) -> str:
        """Return one sentence that says of one vehicle what is the matter."""
        name = seen.code if not self.is_chinese else f"{seen.code}（{seen.name}）"
        match kind:
            case "geofence":
                inside = "%(name)s: inside %(fence)s for %(duration)s, from %(since)s to %(at)s"
                outside = "%(name)s: outside %(fence)s for %(duration)s, from %(since)s to %(at)s"
                return self.say(
                    inside if seen.is_inside else outside,
                    name=name,
                    fence=self._fence(seen),
                    duration=duration(seen.value / 60),
                    **self._times(seen),
                )
            case "speeding":
                somewhere = "%(name)s: %(speed)s km/h where %(limit)s are allowed, from %(since)s to %(at)s"
                in_fence = (
                    "%(name)s: %(speed)s km/h in %(fence)s, where %(limit)s are allowed,"
                    " from %(since)s to %(at)s"
                )
                return self.say(
                    in_fence if seen.fence_name else somewhere,
                    name=name,
                    fence=self._fence(seen),
                    speed=self.formats.amount(seen.speed_kmh or 0.0),
                    limit=self.formats.amount(seen.speed_limit_kmh or 0.0),
                    **self._times(seen),
                )
            case "out_of_hours":
                text = "%(name)s: driven %(distance)s outside the allowed hours, from %(since)s to %(at)s"
                return self.say(text, name=name, **self._distance(seen), **self._times(seen))
            case "overnight_away":
                text = "%(name)s: not in %(fence)s at night, %(distance)s away (%(at)s)"
                return self.say(
                    text, name=name, fence=self._fence(seen), **self._distance(seen), **self._times(seen)
                )
            case "maintenance_due":
                return self._due(name, seen)
            case _:
                assert_never(kind)

    def _due(self, name: str, seen: Sighting) -> str:
        task, day = self.say(seen.task), "" if seen.due_on is None else seen.due_on.isoformat()
        left = f"{self.formats.amount(abs(seen.left_km or 0.0))} {self.formats.unit('km')}"
        if seen.left_km is not None and seen.left_km <= 0:
            return self.say("%(name)s: %(task)s is overdue by %(left)s", name=name, task=task, left=left)
        if seen.left_km is None:
            return self.say("%(name)s: %(task)s, due on %(day)s", name=name, task=task, day=day)
        text = "%(name)s: %(task)s, due on %(day)s, %(left)s left"
        return self.say(text, name=name, task=task, day=day, left=left)

    def _fence(self, seen: Sighting) -> str:
        return seen.fence_name if self.is_chinese or not seen.fence_name_en else seen.fence_name_en

    def _distance(self, seen: Sighting) -> dict[str, str]:
        return {"distance": f"{self.formats.amount(seen.value)} {self.formats.unit('km')}"}

    def _times(self, seen: Sighting) -> dict[str, str]:
        times = {"since": seen.since, "at": seen.at}
        return {
            name: "" if at is None else self.formats.instant(at, seen.timezone) for name, at in times.items()
        }
