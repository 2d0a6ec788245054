"""What is the matter with meters, devices and sites."""

from alerts.phrases import Phrases
from models.sightings import Sighting


def absence(words: Phrases, seen: Sighting) -> str:
    """Say for how long nothing was heard of a device, or of a whole site."""
    name, duration = words.name(seen), words.duration(seen.value)
    if seen.subject_kind == "site":
        text = "%(name)s: nothing has been heard of the whole site for %(duration)s"
        return words.say(text, name=name, duration=duration)
    text = "%(name)s: nothing heard for %(duration)s, last at %(at)s"
    return words.say(text, name=name, duration=duration, at=words.instant(seen))


def low_coverage(words: Phrases, seen: Sighting) -> str:
    """Say how much of some days is metered."""
    text = "%(name)s: %(coverage)s of the last %(days)s days is metered"
    return words.say(text, name=words.name(seen), coverage=words.formats.percent(seen.value), days=seen.days)


def set_aside(words: Phrases, seen: Sighting) -> str:
    """Say how many steps of a register are not counted, and what they come to."""
    return words.say.several(
        "%(name)s: %(count)s step of its register is not counted, %(amount)s",
        "%(name)s: %(count)s steps of its register are not counted, together %(amount)s",
        round(seen.value),
        name=words.name(seen),
        count=words.formats.amount(seen.value),
        amount=words.quantity(seen.amount or 0.0, seen.amount_unit),
    )


def rate_of_change(words: Phrases, seen: Sighting) -> str:
    """Say what a day used beside its usual one."""
    text = "%(name)s: %(amount)s on %(day)s, usually %(usual)s: %(times)s times as much"
    return words.say(
        text,
        name=words.name(seen),
        amount=words.quantity(seen.amount or 0.0, seen.amount_unit),
        usual=words.quantity(seen.usual or 0.0, seen.amount_unit),
        times=words.formats.amount(seen.value),
        day=words.instant(seen)[:10],
    )


def threshold(words: Phrases, seen: Sighting) -> str:
    """Say which value is past which limit."""
    above = "%(name)s: %(value)s, above %(limit)s (%(at)s)"
    below = "%(name)s: %(value)s, below %(limit)s (%(at)s)"
    return words.say(
        above if seen.is_above else below,
        name=words.name(seen),
        value=words.quantity(seen.value, seen.unit),
        limit=words.quantity(seen.limit, seen.unit),
        at=words.instant(seen),
    )
