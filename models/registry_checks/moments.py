"""What is dated must not overlap: meters in one place of measuring, people of a place, trackers."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from models.errors import Mistake
from models.registry import Vehicle
from models.registry.spans import Dated, ends
from models.registry_draft.draft import Draft
from models.registry_state import Key, Section


def overlaps(draft: Draft) -> Iterator[Mistake]:
    """Yield neighbours of one subject of which the first ends after the second began."""
    for code, meter in draft.after.meters.items():
        yield from _overlaps(draft, Section.METERS, code, meter.installations)
    for code, occupancy in draft.after.occupancy.items():
        yield from _overlaps(draft, Section.OCCUPANCY, code, occupancy)
    for subject, requirements in draft.after.metering_requirements.items():
        yield from _overlaps(draft, Section.METERING_REQUIREMENTS, subject, requirements)
    for plate, vehicles in draft.after.vehicles.items():
        yield from _overlaps(draft, Section.VEHICLES, plate, vehicles)


def shared_trackers(draft: Draft) -> Iterator[Mistake]:
    """Yield trackers that two vehicles would carry at the same time."""
    carried: defaultdict[str, list[tuple[Vehicle, date | None]]] = defaultdict(list)
    for vehicles in draft.after.vehicles.values():
        for vehicle, end in zip(vehicles, ends(vehicles), strict=True):
            carried[vehicle.device].append((vehicle, end))
    for device, uses in carried.items():
        uses.sort(key=lambda use: use[0].valid_from)
        for (first, end), (second, _) in pairwise(uses):
            if first.plate != second.plate and (end is None or second.valid_from < end):
                yield from _shared_tracker(draft, device, first, second)


def _overlaps(draft: Draft, section: Section, code: str, spans: Sequence[Dated]) -> Iterator[Mistake]:
    for first, second in pairwise(spans):
        if first.valid_to is None or first.valid_to <= second.valid_from:
            continue
        ending = draft.where(Key(section, code, first.valid_from))
        beginning = draft.where(Key(section, code, second.valid_from))
        told = (
            f"{code}: the entry from {first.valid_from} to {first.valid_to} overlaps the one from "
            f"{second.valid_from}"
        )
        if ending is not None:
            message = f"{told}; end it there, or leave valid_to out: it ends where the next begins"
            yield ending.mistake(("valid_to",), message)
        elif beginning is not None:
            yield beginning.mistake(
                ("valid_from",), f"{told}; begin later, or write the earlier entry with its true end"
            )


def _shared_tracker(draft: Draft, device: str, first: Vehicle, second: Vehicle) -> Iterator[Mistake]:
    keys = [Key(Section.VEHICLES, each.plate, each.valid_from) for each in (second, first)]
    where = draft.where(*keys)
    if where is not None:
        yield where.mistake(
            ("device",),
            f"tracker {device} would be on {first.plate} and {second.plate} at once: "
            "give one of them another device, or end the first with valid_to",
        )
