"""Entries and values as the texts of a change."""

from datetime import datetime, tzinfo

from models.registry import Entry, Installation, MeteringRequirement, Occupancy, Vehicle


def entry_name(entry: Entry) -> str:
    """Return what people call an entry; empty when it has a code only."""
    return str(getattr(entry, "name", ""))


def span_name(span: Installation | MeteringRequirement | Occupancy | Vehicle) -> str:
    """Return what tells a dated entry from the others of its subject."""
    match span:
        case Installation():
            return span.serial
        case Occupancy() | MeteringRequirement():
            return span.valid_from.isoformat()
        case Vehicle():
            return span.device


def text(value: object, zone: tzinfo) -> str:
    """Return a field's value as a text, instants in `zone`; what is not known is empty."""
    match value:
        case None:
            return ""
        case datetime():
            return value.astimezone(zone).isoformat()
        case float():
            return f"{value:.12g}"
        case tuple() | dict() | Entry():
            return _parts(value, zone)
        case _:
            return str(value)


def _parts(value: tuple[object, ...] | dict[object, object] | Entry, zone: tzinfo) -> str:
    match value:
        case Entry():
            given = value.model_dump(exclude_defaults=True)
            return "(" + ", ".join(text(each, zone) for each in given.values()) + ")"
        case dict():
            parts = [f"{key}: {text(each, zone)}" for key, each in value.items()]
        case _:
            parts = [text(each, zone) for each in value]
    return ", ".join(parts) or "none"
