"""People and areas that change by more than a tenth from one entry to the next: true, or a slip."""

from collections.abc import Iterator
from itertools import pairwise

from models.errors import Mistake
from models.registry import Occupancy
from models.registry_draft.draft import Draft
from models.registry_draft.written import Path
from models.registry_state import Key, Section

_TENTH = 0.1 + 1e-9
_AREAS = ("area_m2", "heated_area_m2")


def jumps(draft: Draft) -> Iterator[Mistake]:
    """Yield figures of a place that the entry before does not lead to expect."""
    for place, spans in draft.after.occupancy.items():
        for first, second in pairwise(spans):
            keys = [Key(Section.OCCUPANCY, place, each.valid_from) for each in (second, first)]
            where = draft.where(*keys)
            if where is not None:
                yield from (where.mistake(path, message) for path, message in _between(first, second))


def _between(first: Occupancy, second: Occupancy) -> Iterator[tuple[Path, str]]:
    since = second.valid_from
    for name in _AREAS:
        old, new = getattr(first, name), getattr(second, name)
        if old is not None and new is None:
            message = f"{name} was {old:g} and is not written from {since} on"
            yield (name,), f"{message}: every entry says all; write it again, or end the one before"
        elif old is not None and _is_jump(old, new):
            yield (name,), _told(name, old, new, first, second)
    for kind in sorted({*first.people, *second.people} if first.people else ()):
        old, new = first.people.get(kind, 0.0), second.people.get(kind, 0.0)
        if _is_jump(old, new):
            yield ("people", kind), _told(kind, old, new, first, second)


def _is_jump(old: float, new: float) -> bool:
    return abs(new - old) > _TENTH * old


def _told(name: str, old: float, new: float, first: Occupancy, second: Occupancy) -> str:
    share = f" ({(new - old) / old:+.0%})" if old else ""
    return (
        f"{name} of {second.place} goes from {old:g} since {first.valid_from} to {new:g}{share} on "
        f"{second.valid_from}: check that both are counted alike; correct one, or leave them if they are so"
    )
