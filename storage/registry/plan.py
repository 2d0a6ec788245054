"""The difference between two states of the registry: pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import TypeVar

from models.registry import Entry, Installation, MeteringRequirement, Occupancy, Vehicle
from models.registry.spans import ends
from models.registry_draft.canonical import canonical
from models.registry_state import Registry, Section
from storage.registry.changes import Change, ChangeKind, Subject
from storage.registry.wording import entry_name, span_name, text

S = TypeVar("S", Installation, MeteringRequirement, Occupancy, Vehicle)

_SUBJECTS: Mapping[Section, Subject] = {
    Section.FACTOR_SETS: Subject.FACTOR_SET,
    Section.GRID_FACTORS: Subject.GRID_FACTOR,
    Section.QUOTAS: Subject.QUOTA,
    Section.INSTITUTIONS: Subject.INSTITUTION,
    Section.SITE: Subject.SITE,
    Section.PLACES: Subject.PLACE,
    Section.DEVICES: Subject.DEVICE,
    Section.METERS: Subject.METER,
    Section.VIRTUAL_METERS: Subject.VIRTUAL_METER,
    Section.DRIVERS: Subject.DRIVER,
}
_DATED_FIELDS = frozenset({"valid_to", "installations", "place", "plate", "previous_end_register"})
_OF_THE_VEHICLE = frozenset(
    {"type", "fuel", "duty", "institution", "services", "homes", "exempt", "tank_litres", "tags"}
)


@dataclass(frozen=True, slots=True)
class _Life:
    """The dated entries of one subject before and after, and the time zone people there live in."""

    subject: Subject
    code: str
    zone: tzinfo


def changes(before: Registry, after: Registry) -> list[Change]:
    """Return every difference, in the order in which it must be written."""
    found: list[Change] = []
    for section in Section:
        match section:
            case Section.OCCUPANCY:
                found += _occupancy(before, after)
            case Section.METERING_REQUIREMENTS:
                found += _requirements(before, after)
            case Section.VEHICLES:
                found += _vehicles(before, after)
            case _:
                found += _plain(section, before, after)
        if section is Section.METERS:
            found += _installations(before, after)
    return found


def _plain(section: Section, before: Registry, after: Registry) -> Iterator[Change]:
    subject = _SUBJECTS[section]
    there = before.section(section)
    for code, entry in after.section(section).items():
        known = there.get(code)
        if isinstance(entry, tuple) or isinstance(known, tuple):
            raise TypeError(f"{section} holds one entry a code")
        if known is None:
            yield Change(ChangeKind.ADD, subject, code, entry_name(entry))
        elif known != entry:
            yield from _fields(subject, code, canonical(known), canonical(entry))
        if subject is Subject.DEVICE and known is not None:
            yield from _moved(code, entry_name(entry), before, after)


def _moved(code: str, name: str, before: Registry, after: Registry) -> Iterator[Change]:
    old, new = before.device_sites[code], after.device_sites[code]
    if old != new:
        yield Change(ChangeKind.CHANGE, Subject.DEVICE, code, name, "site", old, new)


def _fields(subject: Subject, code: str, known: Entry, entry: Entry) -> Iterator[Change]:
    for field in type(entry).model_fields:
        old, new = getattr(known, field), getattr(entry, field)
        if old != new and field != "installations":
            texts = (text(old, UTC), text(new, UTC))
            yield Change(ChangeKind.CHANGE, subject, code, entry_name(entry), field, *texts)


def _installations(before: Registry, after: Registry) -> Iterator[Change]:
    for code, meter in after.meters.items():
        known = before.meters.get(code)
        life = _Life(Subject.INSTALLATION, code, after.zone_of_place(meter.place) or UTC)
        yield from _spans(life, known.installations if known else (), meter.installations)


def _occupancy(before: Registry, after: Registry) -> Iterator[Change]:
    for code, spans in after.occupancy.items():
        life = _Life(Subject.OCCUPANCY, code, UTC)
        yield from _spans(life, before.occupancy.get(code, ()), spans)


def _requirements(before: Registry, after: Registry) -> Iterator[Change]:
    for subject, spans in after.metering_requirements.items():
        life = _Life(Subject.REQUIREMENT, subject, UTC)
        yield from _spans(life, before.metering_requirements.get(subject, ()), spans)


def _vehicles(before: Registry, after: Registry) -> Iterator[Change]:
    for plate, spans in after.vehicles.items():
        known = before.vehicles.get(plate, ())
        now = spans[-1]
        if not known:
            yield Change(ChangeKind.ADD, Subject.VEHICLE, plate, now.type)
        for field in sorted(_OF_THE_VEHICLE) if known else ():
            old, new = getattr(known[-1], field), getattr(now, field)
            if old != new:
                texts = (text(old, UTC), text(new, UTC))
                yield Change(ChangeKind.CHANGE, Subject.VEHICLE, plate, now.type, field, *texts)
        zone = after.zone_of_device(now.device) or UTC
        yield from _spans(_Life(Subject.TRACKER, plate, zone), known, spans)


def _spans(life: _Life, before: Sequence[S], after: Sequence[S]) -> Iterator[Change]:
    pairs = paired(before, after)
    old_ends = dict(zip((span.valid_from for span in before), ends(before), strict=True))
    for (known, span), end in zip(pairs, ends(after), strict=True):
        name = span_name(span)
        if known is None:
            begin = text(span.valid_from, life.zone)
            yield Change(ChangeKind.ADD, life.subject, life.code, name, "valid_from", "", begin)
            continue
        old_end = old_ends[known.valid_from]
        if end != old_end:
            yield _ending(life, span, old_end, end)
        for field in type(span).model_fields:
            old, new = getattr(known, field), getattr(span, field)
            if old != new and field not in _DATED_FIELDS | _OF_THE_VEHICLE:
                texts = (text(old, life.zone), text(new, life.zone))
                yield Change(ChangeKind.CHANGE, life.subject, life.code, name, field, *texts)


def _ending(
    life: _Life,
    span: Installation | MeteringRequirement | Occupancy | Vehicle,
    old: date | None,
    new: date | None,
) -> Change:
    if old is not None:
        kind = ChangeKind.CHANGE
    else:
        kind = ChangeKind.CLOSE if span.valid_to is None else ChangeKind.END
    texts = (text(old, life.zone), text(new, life.zone))
    return Change(kind, life.subject, life.code, span_name(span), "valid_to", *texts)


def paired(before: Sequence[S], after: Sequence[S]) -> list[tuple[S | None, S]]:
    """Return each of `after` with what it was: what began then, else what nobody continues and is alike."""
    begins = {span.valid_from: span for span in before}
    goes_on = {span.valid_from for span in after}
    left = [span for span in before if span.valid_from not in goes_on]
    result: list[tuple[S | None, S]] = []
    for span in after:
        known = begins.get(span.valid_from)
        if known is None:
            known = next((each for each in left if span_name(each) == span_name(span)), None)
            left = [each for each in left if each is not known]
        result.append((known, span))
    return result
