"""Which figures of which institution a change of the registry makes stale: pure.

Figures cover an institution and all below it, so a change concerns the institutions above as well, and the
owners of whatever lies around a place or in the tree of a meter: there it is taken out. What changes hours
(installations, registers, devices) is not here: the worker that computes the hours again marks their figures.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from models.registry import Institution, MeteringRequirement, Occupancy, QuotaAssignment
from models.registry.spans import ends
from models.registry_state import Registry

S = TypeVar("S", MeteringRequirement, Occupancy, QuotaAssignment)

_OF_FIGURES = {"medium", "quantity", "device", "level", "parent", "item", "place", "serves"}

_OwnMarks = Iterator[tuple[str, date | None]]
_Marks = Iterator[tuple[str | None, date | None]]


@dataclass(frozen=True, slots=True)
class StaleFigures:
    """Figures of an institution from the year of `since` on; None: of all years."""

    institution: str
    since: date | None


def stale_figures(before: Registry, after: Registry) -> list[StaleFigures]:
    """Return one mark for each institution whose figures are made of something else now."""
    found: defaultdict[str, list[date | None]] = defaultdict(list)
    for part in (_standards, _judged):
        for code, since in part(before, after):
            found[code].append(since)
    for part in (_members, _counted, _places, _sites, _meters, _virtual_meters):
        for institution, since in part(before, after):
            for code in {*_upwards(before, institution), *_upwards(after, institution)}:
                found[code].append(since)
    for code in found.keys() - after.institutions.keys():
        del found[code]
    return [StaleFigures(code, _earliest(days)) for code, days in sorted(found.items())]


def _standards(before: Registry, after: Registry) -> _OwnMarks:
    """Yield every institution when factors changed: any figure may be computed with them."""
    factors = (before.factor_sets, before.grid_factors), (after.factor_sets, after.grid_factors)
    for code in after.institutions if factors[0] != factors[1] else ():
        yield code, None


def _judged(before: Registry, after: Registry) -> _OwnMarks:
    for code, institution in after.institutions.items():
        known = before.institutions.get(code)
        if known is not None and known.type is not institution.type:
            yield code, None
        old, new = _quotas(known), _quotas(institution)
        for quota in {*old, *new}:
            yield from ((code, day) for day in _differences(old.get(quota, ()), new.get(quota, ())))
        for each in institution.quotas:
            if before.quotas.get(each.quota) != after.quotas.get(each.quota):
                yield code, each.valid_from


def _members(before: Registry, after: Registry) -> _Marks:
    """Yield institutions that came under another one, with whatever they bring."""
    for code, institution in after.institutions.items():
        known = before.institutions.get(code)
        if known is not None and known.parent != institution.parent:
            yield code, None


def _counted(before: Registry, after: Registry) -> _Marks:
    for place, spans in after.occupancy.items():
        days = _differences(before.occupancy.get(place, ()), spans)
        for day in days:
            yield from ((owner, day) for owner in _around(after, place))
    for subject, required in after.metering_requirements.items():
        days = _differences(before.metering_requirements.get(subject, ()), required)
        yield from ((required[0].institution, day) for day in days)


def _places(before: Registry, after: Registry) -> _Marks:
    for code, place in after.places.items():
        known = before.places.get(code)
        if known is None:
            continue
        is_moved = (known.kind, known.parent) != (place.kind, place.parent)
        if is_moved or before.institution_of(code) != after.institution_of(code):
            yield from ((owner, None) for owner in (*_around(before, code), *_around(after, code)))


def _sites(before: Registry, after: Registry) -> _Marks:
    for code, site in after.sites.items():
        known = before.sites.get(code)
        if known is None or known.model_copy(update={"name": site.name, "name_en": site.name_en}) == site:
            continue
        yield known.institution, None
        for place in [code, *after.places]:
            if after.site_of(place) == code:
                yield after.institution_of(place), None


def _meters(before: Registry, after: Registry) -> _Marks:
    owners = _tree_owners(before), _tree_owners(after)
    for code, meter in after.meters.items():
        known = before.meters.get(code)
        if known is not None and known.model_dump(include=_OF_FIGURES) != meter.model_dump(
            include=_OF_FIGURES
        ):
            yield from ((owner, None) for of_meter in owners for owner in of_meter[code])


def _virtual_meters(before: Registry, after: Registry) -> _Marks:
    for code, virtual in after.virtual_meters.items():
        known = before.virtual_meters.get(code)
        if known != virtual:
            yield after.institution_of(virtual.place), None
        if known is not None and known.place != virtual.place:
            yield before.institution_of(known.place), None


def _upwards(registry: Registry, code: str | None) -> Iterator[str]:
    """Yield an institution and those above it."""
    seen: set[str] = set()
    while code is not None and code not in seen:
        yield code
        seen.add(code)
        found = registry.institutions.get(code)
        code = None if found is None else found.parent


def _around(registry: Registry, place: str) -> set[str | None]:
    """Return the owners of a place and of those around it."""
    return {registry.institution_of(each) for each in (place, *registry.around(place))}


def _tree_owners(registry: Registry) -> dict[str, set[str | None]]:
    """Return, for each meter, the owners of all meters of its tree."""
    roots = {code: _root(registry, code) for code in registry.meters}
    of_root: defaultdict[str, set[str | None]] = defaultdict(set)
    for code, meter in registry.meters.items():
        of_root[roots[code]].add(registry.institution_of(meter.place))
    return {code: of_root[root] for code, root in roots.items()}


def _root(registry: Registry, code: str) -> str:
    """Return the first meter of the tree that a meter is in."""
    seen: set[str] = set()
    while code not in seen:
        seen.add(code)
        meter = registry.meters.get(code)
        if meter is None or meter.parent is None:
            break
        code = meter.parent
    return code


def _quotas(institution: Institution | None) -> dict[str, tuple[QuotaAssignment, ...]]:
    groups: defaultdict[str, list[QuotaAssignment]] = defaultdict(list)
    for each in institution.quotas if institution is not None else ():
        groups[each.quota].append(each)
    return {quota: tuple(sorted(each, key=lambda a: a.valid_from)) for quota, each in groups.items()}


def _differences(before: Sequence[S], after: Sequence[S]) -> Iterator[date]:
    """Yield the days from which on the entries of one subject say something else."""
    old, new = _lives(before), _lives(after)
    for begin in {*old, *new}:
        was, now = old.get(begin), new.get(begin)
        if was is None or now is None or was[0] != now[0]:
            yield begin
        elif was[1] != now[1]:
            yield min(was[1], now[1])


def _lives(spans: Sequence[S]) -> dict[date, tuple[object, date]]:
    """Return what each entry says but for its end, and that end, by its beginning."""
    pairs = zip(spans, ends(spans), strict=True)
    return {
        span.valid_from: (span.model_copy(update={"valid_to": None}), end or date.max) for span, end in pairs
    }


def _earliest(days: Sequence[date | None]) -> date | None:
    known = [day for day in days if day is not None]
    return min(known) if len(known) == len(days) else None
