"""Dated entries of a file laid over those that are there: which is which, and where each ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from models.errors import Mistake
from models.registry import Installation, Instant, MeteringRequirement, Occupancy, Vehicle
from models.registry.spans import Dated
from models.registry_draft.entries import read_entry
from models.registry_draft.written import Where

S = TypeVar("S", Installation, MeteringRequirement, Occupancy, Vehicle)

_INSTANT = TypeAdapter[date](Instant)
_DAY = TypeAdapter(date)
_OF_DAYS = frozenset({Occupancy, MeteringRequirement})


@dataclass(frozen=True, slots=True)
class WrittenSpan:
    """A dated entry as written; `identity` (serial, tracker) is what a corrected beginning is known by."""

    begin: date | None
    identity: object
    values: Mapping[str, object]
    where: Where


@dataclass(frozen=True, slots=True)
class Laid:
    """A beginning that a file wrote, and where."""

    begin: date
    where: Where


def written_span(model: type[S], identity: str, values: Mapping[str, object], where: Where) -> WrittenSpan:
    """Return the entry with its beginning understood; None where it is missing or no date at all."""
    adapter = _DAY if model in _OF_DAYS else _INSTANT
    try:
        begin = adapter.validate_python(values.get("valid_from"))
    except ValidationError:
        begin = None
    return WrittenSpan(begin, values.get(identity), values, where)


def lay_spans(
    model: type[S], identity: str, there: Sequence[S], written: Sequence[WrittenSpan]
) -> tuple[tuple[S, ...], list[Laid], list[Mistake]]:
    """Return what there is of one subject after an apply, the beginnings written, and the mistakes."""
    matches = _matches(written, there, [getattr(span, identity, None) for span in there])
    kept = [span for place, span in enumerate(there) if place not in matches]
    read = [
        (each, read_entry(model, None if match is None else there[match], each.values, each.where))
        for each, match in zip(written, matches, strict=True)
    ]
    mistakes = [mistake for _, result in read if isinstance(result, list) for mistake in result]
    new = [(each, result) for each, result in read if not isinstance(result, list)]
    laid = [Laid(span.valid_from, each.where) for each, span in new]
    return tidy([*kept, *(span for _, span in new)]), laid, [*mistakes, *_orphans(kept, new)]


def tidy(spans: Sequence[S]) -> tuple[S, ...]:
    """Return `spans` in order, without ends that only repeat where the next one begins."""
    ordered = sorted(spans, key=lambda span: span.valid_from)
    # nothing follows the last; of no spans at all there is no last
    following = [*ordered[1:], None]
    return tuple(_tidied(span, after) for span, after in zip(ordered, following, strict=False))


def _tidied(span: S, after: S | None) -> S:
    update: dict[str, object] = {}
    if after is not None and span.valid_to == after.valid_from:
        update["valid_to"] = None
    if isinstance(span, Installation):
        update["previous_end_register"] = None
        if isinstance(after, Installation) and after.previous_end_register is not None:
            update["end_register"] = after.previous_end_register
    return span.model_copy(update=update)


def _orphans(kept: Sequence[S], new: Sequence[tuple[WrittenSpan, S]]) -> list[Mistake]:
    first = min([span.valid_from for span in [*kept, *(span for _, span in new)]], default=None)
    return [
        written.where.mistake(
            ("previous_end_register",),
            "there is no meter before this one: leave it out, or write the earlier installation too",
        )
        for written, span in new
        if isinstance(span, Installation)
        and span.previous_end_register is not None
        and span.valid_from == first
    ]


def _matches(
    written: Sequence[WrittenSpan], there: Sequence[Dated], identities: Sequence[object]
) -> list[int | None]:
    begins = [span.valid_from for span in there]
    exact = [_place(each.begin, begins) for each in written]
    taken = {match for match in exact if match is not None}
    result: list[int | None] = []
    for each, match in zip(written, exact, strict=True):
        free = [
            place
            for place, identity in enumerate(identities)
            if place not in taken and identity is not None and identity == each.identity
        ]
        found = match if match is not None else _corrected(each.begin, free, begins)
        if found is not None:
            taken.add(found)
        result.append(found)
    return result


def _place(begin: date | None, begins: Sequence[date]) -> int | None:
    return begins.index(begin) if begin is not None and begin in begins else None


def _corrected(begin: date | None, free: Sequence[int], begins: Sequence[date]) -> int | None:
    """Return which of `free` has its beginning corrected: no other begins between old and new."""
    if begin is None:
        return free[-1] if free else None
    for place in reversed(free):
        low, high = sorted((begin, begins[place]))
        if not any(low < other < high for other in begins):
            return place
    return None
