"""Areas of places: what per-area figures need, and what contradicts itself."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from models.errors import Mistake
from models.registry import Occupancy
from models.registry.spans import ends
from models.registry_draft.draft import Draft
from models.registry_state import Key, Registry, Section

_ROUNDING = 1e-9


def heated_beyond_area(draft: Draft) -> Iterator[Mistake]:
    """Yield places of which more would be heated than there is."""
    for key, where in draft.written_in(Section.OCCUPANCY):
        entry = _entry(draft, key)
        if entry is None or entry.area_m2 is None or entry.heated_area_m2 is None:
            continue
        if entry.heated_area_m2 > entry.area_m2:
            message = (
                f"{entry.heated_area_m2:g} m2 are heated of {entry.area_m2:g} m2: the heated area is a part "
                "of the area; correct one of them"
            )
            yield where.mistake(("heated_area_m2",), message)


def zero_areas(draft: Draft) -> Iterator[Mistake]:
    """Yield areas of 0: nothing can be divided by them."""
    for key, where in draft.written_in(Section.OCCUPANCY):
        entry = _entry(draft, key)
        for name in ("area_m2", "heated_area_m2") if entry is not None else ():
            if getattr(entry, name) == 0:
                message = f"{name} is 0, so no figure per area is possible: write the area, or leave it out"
                yield where.mistake((name,), message)


def overfull_places(draft: Draft) -> Iterator[Mistake]:
    """Yield places whose parts would have more area than they have themselves."""
    inside = _inside(draft.after)
    for outer, spans in draft.after.occupancy.items():
        entries = [each for code in inside[outer] for each in draft.after.occupancy[code]]
        for span, end in zip(spans, ends(spans), strict=True):
            begins = [e.valid_from for e in entries if _holds(span.valid_from, end, e.valid_from)]
            full = next((day for day in [span.valid_from, *begins] if _overfull(draft, span, day)), None)
            keys = [Key(Section.OCCUPANCY, each.place, each.valid_from) for each in [span, *entries]]
            where = draft.where(*keys)
            if full is not None and where is not None:
                message = (
                    f"on {full} the places in {outer} have more area together than its {span.area_m2:g} m2: "
                    "the area of a place contains that of the places in it; correct one of them"
                )
                yield where.mistake(("area_m2",), message)


def _overfull(draft: Draft, outer: Occupancy, day: date) -> bool:
    parts = 0.0
    for code in _inside(draft.after)[outer.place]:
        spans = draft.after.occupancy[code]
        for span, end in zip(spans, ends(spans), strict=True):
            parts += (span.area_m2 or 0.0) if _holds(span.valid_from, end, day) else 0.0
    return outer.area_m2 is not None and parts > outer.area_m2 * (1 + _ROUNDING)


def _inside(registry: Registry) -> defaultdict[str, list[str]]:
    """Return for each place those with an area of their own of which it is the nearest around with one."""
    inside: defaultdict[str, list[str]] = defaultdict(list)
    stated = {c for c, spans in registry.occupancy.items() if any(s.area_m2 is not None for s in spans)}
    for code in stated:
        outer = next((each for each in registry.around(code) if each in stated), None)
        if outer is not None:
            inside[outer].append(code)
    return inside


def _holds(begin: date, end: date | None, day: date) -> bool:
    return begin <= day and (end is None or day < end)


def _entry(draft: Draft, key: Key) -> Occupancy | None:
    spans = draft.after.occupancy.get(key.code, ())
    return next((span for span in spans if span.valid_from == key.since), None)
