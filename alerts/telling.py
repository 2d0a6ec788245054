"""Who is told of what a round changed."""

from collections.abc import Iterable

import psycopg

from models.alerts import Audience
from models.people import Matter, Telling
from storage.alerting import Judgement
from storage.people import people


def tellings(connection: psycopg.Connection, judgements: Iterable[Judgement]) -> dict[Matter, list[Telling]]:
    """Return who is told of each matter; one query however many alerts changed, none where none is told."""
    matters = {matter: None for judged in judgements for matter in _matter(judged)}
    if not matters:
        return {}
    everybody = people(connection)
    return {matter: everybody.told(matter) for matter in matters}


def _matter(judged: Judgement) -> Iterable[Matter]:
    change, institution = judged.change, judged.seen.institution_id
    if change is not None and institution is not None and change.audience is not Audience.NOBODY:
        yield Matter(institution, judged.severity, judged.rule_group, change.audience, change.at)
