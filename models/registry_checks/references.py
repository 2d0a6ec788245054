"""Codes that an entry names must exist, and must mean one thing."""

from collections.abc import Iterator
from difflib import get_close_matches

from models.errors import Mistake
from models.registry import (
    Device,
    Driver,
    Entry,
    Institution,
    Meter,
    MeteringRequirement,
    Occupancy,
    Place,
    Site,
    Vehicle,
    VirtualMeter,
)
from models.registry_draft.draft import Draft
from models.registry_draft.written import Path
from models.registry_state import Key, Section

_PLACES = (Section.PLACES, Section.SITE)
_METERS = (Section.METERS, Section.VIRTUAL_METERS)
_WORDS = {
    Section.QUOTAS: "quota",
    Section.INSTITUTIONS: "institution",
    Section.PLACES: "place",
    Section.DEVICES: "device",
    Section.METERS: "meter",
}

Reference = tuple[Path, str | None, tuple[Section, ...]]


def unknown_codes(draft: Draft) -> Iterator[Mistake]:
    """Yield codes that are neither in the database nor in the files."""
    for key, where in draft.written.items():
        if key in draft.failed:
            continue
        for path, code, sections in _references(_entry(draft, key)):
            if code is None or any(draft.exists(section, code) for section in sections):
                continue
            yield where.mistake(path, _unknown(draft, code, sections))


def ambiguous_codes(draft: Draft) -> Iterator[Mistake]:
    """Yield places that carry the code of a site, and virtual meters that of a meter: one name each."""
    for key, where in draft.written_in(Section.PLACES):
        if draft.exists(Section.SITE, key.code):
            message = f"{key.code} is the code of a site: give the place a code of its own"
            yield where.mistake(("code",), message)
    for section, other in (_METERS, _METERS[::-1]):
        for key, where in draft.written_in(section):
            if key.since is None and draft.exists(other, key.code):
                message = f"{key.code} is a meter and a virtual meter: give one of them another code"
                yield where.mistake(("code",), message)


def _entry(draft: Draft, key: Key) -> Entry | None:
    found = draft.after.section(key.section).get(key.code)
    if isinstance(found, tuple):
        return next((each for each in found if getattr(each, "valid_from", None) == key.since), None)
    # an installation names nothing; its meter's own key is looked at once
    return found if key.since is None else None


def _references(entry: Entry | None) -> Iterator[Reference]:
    match entry:
        case Institution():
            yield from _of_institution(entry)
        case Site() | MeteringRequirement() | Driver():
            yield ("institution",), entry.institution, (Section.INSTITUTIONS,)
        case Place():
            yield ("parent",), entry.parent, _PLACES
            yield ("institution",), entry.institution, (Section.INSTITUTIONS,)
        case Occupancy():
            yield ("place",), entry.place, _PLACES
        case Device():
            yield ("place",), entry.place, _PLACES
            yield ("gateway",), entry.gateway, (Section.DEVICES,)
        case Meter() | VirtualMeter():
            yield from _of_meter(entry)
        case Vehicle():
            yield ("institution",), entry.institution, (Section.INSTITUTIONS,)
            yield ("device",), entry.device, (Section.DEVICES,)
        case _:
            pass


def _of_institution(institution: Institution) -> Iterator[Reference]:
    yield ("parent",), institution.parent, (Section.INSTITUTIONS,)
    for place, assignment in enumerate(institution.quotas):
        yield ("quotas", place, "quota"), assignment.quota, (Section.QUOTAS,)


def _of_meter(meter: Meter | VirtualMeter) -> Iterator[Reference]:
    yield ("parent",), meter.parent, (Section.METERS,)
    yield ("place",), meter.place, _PLACES
    if isinstance(meter, VirtualMeter):
        for place, part in enumerate(meter.parts):
            yield ("parts", place, "meter"), part.meter, _METERS
        return
    yield ("device",), meter.device_code, (Section.DEVICES,)
    for place, served in enumerate(meter.serves):
        yield ("serves", place), served, _PLACES


def _unknown(draft: Draft, code: str, sections: tuple[Section, ...]) -> str:
    word = _WORDS[sections[0]]
    known = [each for section in sections for each in draft.after.section(section)]
    near = get_close_matches(code, known, 1)
    remedy = f"did you mean {near[0]}?" if near else f"write it under {sections[0]}, or correct the code"
    return f"there is no {word} {code}; {remedy}"
