"""What is the matter, in one sentence for each kind of sighting, and the facts beside it."""

from collections.abc import Callable, Iterator, Mapping

from alerts.phrases import Phrases
from alerts.sentences import allowances, detection, meters, vehicles
from models.sightings import Sighting, SightingKind

SENTENCES: Mapping[SightingKind, Callable[[Phrases, Sighting], str]] = {
    "absence": meters.absence,
    "low_coverage": meters.low_coverage,
    "set_aside": meters.set_aside,
    "rate_of_change": meters.rate_of_change,
    "threshold": meters.threshold,
    "leak": detection.leak,
    "anomaly": detection.anomaly,
    "allowance": allowances.allowance,
    "geofence": vehicles.geofence,
    "speeding": vehicles.speeding,
    "out_of_hours": vehicles.out_of_hours,
    "overnight_away": vehicles.overnight_away,
    "maintenance_due": vehicles.maintenance_due,
}

_FACTS: Mapping[SightingKind, Callable[[Phrases, Sighting], Iterator[tuple[str, str]]]] = {
    "leak": detection.leak_facts,
    "anomaly": detection.anomaly_facts,
    "allowance": allowances.allowance_facts,
}


def facts(words: Phrases, seen: Sighting) -> Iterator[tuple[str, str]]:
    """Yield what a mail about a single subject says beside the sentence: names with values."""
    if seen.coverage is not None and seen.kind != "low_coverage":
        yield words.say("Data"), words.say("%(share)s metered", share=words.formats.percent(seen.coverage))
    if seen.kind in _FACTS:
        yield from _FACTS[seen.kind](words, seen)
