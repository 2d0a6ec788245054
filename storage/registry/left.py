"""What a registry holds of a site and the file of that site does not mention."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.registry import Device, Meter, Place, VirtualMeter
from models.registry_draft.draft import Draft
from models.registry_state import Key, Registry, Section
from storage.registry.changes import Subject

_KEPT: Mapping[Section, Subject] = {
    Section.PLACES: Subject.PLACE,
    Section.DEVICES: Subject.DEVICE,
    Section.METERS: Subject.METER,
    Section.VIRTUAL_METERS: Subject.VIRTUAL_METER,
}


@dataclass(frozen=True, slots=True)
class Left:
    """Something of a site whose file is given whole that stands in no file: left as it is."""

    subject: Subject
    code: str
    name: str


def left(plan: Draft) -> Iterator[Left]:
    """Yield what the database holds of the sites whose files are given whole, and no file mentions."""
    whole = {key.code for key, _ in plan.written_in(Section.SITE)}
    for section, subject in _KEPT.items():
        for code, entry in plan.before.section(section).items():
            if _site(plan.before, code, entry) in whole and Key(section, code) not in plan.written:
                yield Left(subject, code, str(getattr(entry, "name", "")))


def _site(registry: Registry, code: str, entry: object) -> str | None:
    match entry:
        case Device():
            return registry.device_sites[code]
        case Meter() | VirtualMeter():
            return registry.site_of(entry.place)
        case Place():
            return registry.site_of(code)
        case _:
            return None
