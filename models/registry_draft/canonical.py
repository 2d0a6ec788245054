"""One form for equal entries: files may order lists as they like, a database keeps no order."""

from datetime import timedelta
from typing import TypeVar

from models.registry import Device, Driver, Entry, Institution, Meter, VirtualMeter

E = TypeVar("E", bound=Entry)


def canonical(entry: E) -> E:
    """Return the entry as the database would hand it back, so that equal things compare equal."""
    match entry:
        case Institution():
            contacts = tuple(sorted(entry.contacts, key=lambda contact: contact.email))
            quotas = tuple(sorted(entry.quotas, key=lambda each: (each.valid_from, each.quota)))
            duty = tuple(sorted(entry.duty, key=lambda turn: (turn.first_day, turn.who, turn.every)))
            return entry.model_copy(update={"contacts": contacts, "duty": duty, "quotas": quotas})
        case Driver():
            duty = tuple(sorted(entry.duty, key=lambda turn: (turn.first_day, turn.every)))
            return entry.model_copy(update={"duty": duty})
        case Device():
            # a database keeps intervals to the microsecond
            minutes = timedelta(minutes=entry.interval_minutes) / timedelta(minutes=1)
            return entry.model_copy(update={"interval_minutes": minutes})
        case Meter():
            device = None if entry.device == entry.code else entry.device
            serves = tuple(sorted(set(entry.serves)))
            return entry.model_copy(update={"device": device, "serves": serves})
        case VirtualMeter():
            parts = tuple(sorted(entry.parts, key=lambda part: part.meter))
            return entry.model_copy(update={"parts": parts})
        case _:
            return entry
