"""What is the matter with vehicles: names of fences and times, no coordinates."""

from alerts.phrases import Phrases
from models.sightings import Sighting


def geofence(words: Phrases, seen: Sighting) -> str:
    """Say for how long a vehicle was inside a fence, or outside of it."""
    inside = "%(name)s: inside %(fence)s for %(duration)s, from %(since)s to %(at)s"
    outside = "%(name)s: outside %(fence)s for %(duration)s, from %(since)s to %(at)s"
    return words.say(
        inside if seen.is_inside else outside,
        name=_name(words, seen),
        fence=_fence(words, seen),
        duration=words.duration(seen.value / 60),
        **_times(words, seen),
    )


def speeding(words: Phrases, seen: Sighting) -> str:
    """Say how fast a vehicle was, and what is allowed there."""
    somewhere = "%(name)s: %(speed)s km/h where %(limit)s are allowed, from %(since)s to %(at)s"
    in_fence = "%(name)s: %(speed)s km/h in %(fence)s, where %(limit)s are allowed, from %(since)s to %(at)s"
    return words.say(
        in_fence if seen.fence_name else somewhere,
        name=_name(words, seen),
        fence=_fence(words, seen),
        speed=words.formats.amount(seen.speed_kmh or 0.0),
        limit=words.formats.amount(seen.speed_limit_kmh or 0.0),
        **_times(words, seen),
    )


def out_of_hours(words: Phrases, seen: Sighting) -> str:
    """Say how far a vehicle was driven when that is not allowed."""
    text = "%(name)s: driven %(distance)s outside the allowed hours, from %(since)s to %(at)s"
    distance = words.quantity(seen.value, "km")
    return words.say(text, name=_name(words, seen), distance=distance, **_times(words, seen))


def overnight_away(words: Phrases, seen: Sighting) -> str:
    """Say how far from home a vehicle spends the night."""
    text = "%(name)s: not in %(fence)s at night, %(distance)s away (%(at)s)"
    return words.say(
        text,
        name=_name(words, seen),
        fence=_fence(words, seen),
        distance=words.quantity(seen.value, "km"),
        **_times(words, seen),
    )


def maintenance_due(words: Phrases, seen: Sighting) -> str:
    """Say what is to be done to a vehicle, by when and within how many kilometres."""
    name, task, day = _name(words, seen), words.say(seen.task), words.day(seen.due_on)
    left = words.quantity(abs(seen.left_km or 0.0), "km")
    if seen.left_km is not None and seen.left_km <= 0:
        return words.say("%(name)s: %(task)s is overdue by %(left)s", name=name, task=task, left=left)
    if seen.left_km is None:
        return words.say("%(name)s: %(task)s, due on %(day)s", name=name, task=task, day=day)
    text = "%(name)s: %(task)s, due on %(day)s, %(left)s left"
    return words.say(text, name=name, task=task, day=day, left=left)


def _name(words: Phrases, seen: Sighting) -> str:
    return f"{seen.code}（{seen.name}）" if words.is_chinese else seen.code


def _fence(words: Phrases, seen: Sighting) -> str:
    return seen.fence_name if words.is_chinese or not seen.fence_name_en else seen.fence_name_en


def _times(words: Phrases, seen: Sighting) -> dict[str, str]:
    began = "" if seen.began is None else words.formats.instant(seen.began, seen.timezone)
    return {"since": began, "at": words.instant(seen)}
