"""Monthly allowances."""

from collections.abc import Iterator

from alerts.phrases import Phrases
from models.rules import AllowanceMeasure
from models.sightings import Sighting


def allowance(words: Phrases, seen: Sighting) -> str:
    """Say how much of the approved volume is used, due or to come."""
    texts = {
        AllowanceMeasure.USED: "%(name)s: %(used)s used of %(approved)s approved from %(since)s to"
        " %(ends)s: %(share)s of it",
        AllowanceMeasure.PROGRESS: "%(name)s: %(used)s used where %(due)s were due, of %(approved)s"
        " approved from %(since)s to %(ends)s",
        AllowanceMeasure.PROJECTED: "%(name)s: will come to %(projected)s at this rate, of %(approved)s"
        " approved from %(since)s to %(ends)s: %(share)s of it",
    }
    return words.say(
        texts[AllowanceMeasure(seen.reason)],
        name=words.name(seen),
        used=words.quantity(seen.amount or 0.0, seen.amount_unit),
        approved=words.quantity(seen.usual or 0.0, seen.amount_unit),
        due=words.quantity(seen.due or 0.0, seen.amount_unit),
        projected=words.quantity(seen.projected or 0.0, seen.amount_unit),
        since=words.day(seen.since),
        ends=words.day(seen.ends),
        share=words.formats.percent(seen.value),
    )


def allowance_facts(words: Phrases, seen: Sighting) -> Iterator[tuple[str, str]]:
    """Yield the volumes."""
    amounts = (
        ("Approved", seen.usual),
        ("Used", seen.amount),
        ("Due by now", seen.due),
        ("End of the period at this rate", seen.projected),
    )
    for name, amount in amounts:
        if amount is not None:
            yield words.say(name), words.quantity(amount, seen.amount_unit)
    yield words.say("Open days over"), str(seen.days)
    if seen.passed is not None:
        yield words.say("Used up on"), words.day(seen.passed)
