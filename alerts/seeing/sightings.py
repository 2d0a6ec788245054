"""What was seen of a subject, made an observation."""

import math
from dataclasses import asdict, dataclass
from datetime import date, datetime

from alerts.directory import Subject
from alerts.seeing.vehicle_facts import VehicleFacts
from models.alerts import Figure, Lack, Observation
from models.rules import SightedRule
from models.sightings import Sighting, SubjectKind
from storage.watched import Watched


@dataclass(frozen=True, slots=True)
class Facts:
    """What was seen of a subject, as models.sightings.Sighting says."""

    value: float
    unit: str
    coverage: float | None = None
    at: datetime | None = None
    amount: float | None = None
    usual: float | None = None
    amount_unit: str = ""
    days: int = 0
    reason: str = ""
    since: date | None = None
    unusual: float | None = None
    peak_hour: int | None = None
    peak_amount: float | None = None
    peak_usual: float | None = None
    due: float | None = None
    projected: float | None = None
    ends: date | None = None
    passed: date | None = None
    meters: str = ""


def lacking(subject: Subject, lack: Lack, *, part: str = "") -> Observation:
    """Return that a subject cannot be judged, and why; each `part` of it has an alert of its own."""
    entry = subject.entry
    return Observation(
        _key(subject, part),
        entry.institution_id,
        None,
        lack,
        {},
        subject.traits,
        entry.timezone,
        entry.heating,
    )


def observed(
    rule: SightedRule, subject: Subject, lack: Lack | None, facts: Facts | VehicleFacts, *, part: str = ""
) -> Observation:
    """Return what a rule sees of a subject, or of a part; with a lack it is shown and not judged."""
    if math.isnan(facts.value):
        return lacking(subject, Lack.OBSERVED_DAYS, part=part)
    entry = subject.entry
    return Observation(
        _key(subject, part),
        entry.institution_id,
        None if lack else facts.value,
        lack,
        # what is well within its limit is seen thousands of times a round, and nobody is told of it
        {} if rule.limits.is_under(facts.value) else figures(rule, entry, entry.kind, facts),
        subject.traits,
        entry.timezone,
        entry.heating,
    )


def _key(subject: Subject, part: str) -> str:
    return f"{subject.key}:{part}" if part else subject.key


def figures(
    rule: SightedRule, entry: Watched, subject_kind: SubjectKind, facts: Facts | VehicleFacts
) -> dict[str, Figure]:
    """Return what a mail says of a subject."""
    sighting = Sighting(
        kind=rule.kind,
        subject_kind=subject_kind,
        code=entry.code,
        name=entry.name,
        name_en=entry.site_name_en if subject_kind == "site" else "",
        institution=entry.institution,
        institution_name=entry.institution_name,
        institution_name_en=entry.institution_name_en,
        timezone=entry.timezone,
        medium=None if subject_kind == "site" else entry.medium,
        quantity=None if subject_kind == "site" else entry.quantity,
        limit=rule.limits.fires,
        is_above=rule.limits.is_above,
        **asdict(facts),
    )
    return sighting.model_dump(mode="json")
