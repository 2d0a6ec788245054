"""What detection found: leaks and unusual days."""

from collections.abc import Iterator

from alerts.phrases import Phrases
from models.detection import LeakReason
from models.sightings import STANDSTILL, Sighting


def leak(words: Phrases, seen: Sighting) -> str:
    """Say what runs where nobody uses water, and what is lost on a day."""
    name = words.name(seen)
    if seen.reason == STANDSTILL:
        text = "%(name)s: its register has not stood still for %(duration)s"
        return words.say(text, name=name, duration=words.duration(seen.value))
    texts = {
        LeakReason.CONTINUOUS_FLOW: "%(name)s: %(flow)s run at night since %(since)s, where nothing ran"
        " before: about %(lost)s lost a day",
        LeakReason.BALANCE_STEP: "%(name)s: since %(since)s %(flow)s more run through it at night than"
        " through the meters below it (usual: %(usual)s): about %(lost)s lost a day",
        LeakReason.NIGHT_STEP: "%(name)s: %(flow)s run at night since %(since)s, usually %(usual)s:"
        " about %(lost)s lost a day",
    }
    return words.say(
        texts[LeakReason(seen.reason)],
        name=name,
        flow=words.quantity(seen.amount or 0.0, seen.amount_unit),
        usual=words.quantity(seen.usual or 0.0, seen.amount_unit),
        since=words.day(seen.since),
        lost=words.quantity(seen.value, seen.excess_unit),
    )


def leak_facts(words: Phrases, seen: Sighting) -> Iterator[tuple[str, str]]:
    """Yield what was lost so far."""
    if seen.days:
        yield words.say("Lost so far"), words.quantity(seen.value * seen.days, seen.excess_unit)


def anomaly(words: Phrases, seen: Sighting) -> str:
    """Say what was seen, what was expected, and which hour differs most."""
    text = (
        "%(name)s: %(amount)s on %(day)s, its history lets expect %(usual)s; furthest off at %(hour)s:00"
        " with %(peak)s for %(peak_usual)s"
    )
    return words.say(
        text,
        name=words.name(seen),
        amount=words.quantity(seen.amount or 0.0, seen.amount_unit),
        usual=words.quantity(seen.usual or 0.0, seen.amount_unit),
        day=words.day(seen.since),
        hour=seen.peak_hour or 0,
        peak=words.quantity(seen.peak_amount or 0.0, seen.amount_unit),
        peak_usual=words.quantity(seen.peak_usual or 0.0, seen.amount_unit),
    )


def anomaly_facts(words: Phrases, seen: Sighting) -> Iterator[tuple[str, str]]:
    """Yield how unusual it is."""
    if seen.unusual is not None:
        spreads = words.formats.amount(seen.unusual)
        yield words.say("How unusual"), words.say("%(spreads)s spreads of ordinary days", spreads=spreads)
