"""Times in which an institution is metered or judged, and nobody knows how many people it had."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from models.errors import Mistake
from models.registry import Institution
from models.registry.spans import ends
from models.registry_draft.draft import Draft
from models.registry_state import Key, Registry, Section


@dataclass(frozen=True, slots=True)
class _Days:
    """Days from `begin` until just before `end`; `date.max` is still."""

    begin: date
    end: date


def missing_headcounts(draft: Draft) -> Iterator[Mistake]:
    """Yield the gaps: per-person figures of those days are impossible."""
    for code, institution in draft.after.institutions.items():
        places = _places(draft.after, code)
        where = draft.where(*_keys(draft.after, code, places))
        needed = _needed(draft.after, institution, places)
        if where is None or needed is None:
            continue
        for gap in _gaps(needed, _counted(draft.after, places)):
            until = "on" if gap.end == date.max else f"to {gap.end}"
            message = (
                f"no people of {code} are known from {gap.begin} {until}, and no figure per person is "
                "possible for that time: write an entry of `occupancy` with `people` that begins then"
            )
            yield where.mistake((), message)


def _places(registry: Registry, institution: str) -> set[str]:
    codes = [*registry.sites, *registry.places]
    return {code for code in codes if registry.institution_of(code) == institution}


def _keys(registry: Registry, institution: str, places: set[str]) -> Iterator[Key]:
    yield Key(Section.INSTITUTIONS, institution)
    for place in sorted(places):
        for span in registry.occupancy.get(place, ()):
            yield Key(Section.OCCUPANCY, place, span.valid_from)
    for code, meter in registry.meters.items():
        if meter.place in places:
            yield Key(Section.METERS, code)


def _needed(registry: Registry, institution: Institution, places: set[str]) -> _Days | None:
    """Return the days from the first quota or meter on to the last."""
    days = [_Days(each.valid_from, each.valid_to or date.max) for each in institution.quotas]
    for meter in registry.meters.values():
        if meter.place not in places:
            continue
        zone = registry.zone_of_place(meter.place) or UTC
        for span, end in zip(meter.installations, ends(meter.installations), strict=True):
            last = end.astimezone(zone).date() if isinstance(end, datetime) else date.max
            days.append(_Days(span.valid_from.astimezone(zone).date(), last))
    if not days:
        return None
    return _Days(min(each.begin for each in days), max(each.end for each in days))


def _counted(registry: Registry, places: set[str]) -> list[_Days]:
    found: list[_Days] = []
    for place in places:
        spans = registry.occupancy.get(place, ())
        for span, end in zip(spans, ends(spans), strict=True):
            if span.people:
                found.append(_Days(span.valid_from, end or date.max))
    return sorted(found, key=lambda days: days.begin)


def _gaps(needed: _Days, counted: Sequence[_Days]) -> Iterator[_Days]:
    reached = needed.begin
    for days in counted:
        if reached < days.begin and reached < needed.end:
            yield _Days(reached, min(days.begin, needed.end))
        reached = max(reached, days.end)
    if reached < needed.end:
        yield _Days(reached, needed.end)
