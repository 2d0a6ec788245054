"""Write changed entries: parents before children, the history of one subject as a whole."""

from collections.abc import Callable, Mapping, Sequence, Set
from datetime import timedelta
from graphlib import TopologicalSorter

import psycopg

from models.registry import Contact, Device, Institution, Meter, Vehicle, VirtualMeter
from models.registry.spans import ends
from models.registry_state import Registry
from storage.database import query
from storage.registry.changes import Change, Subject
from storage.registry.quotas import write_factor_sets, write_grid_factors, write_quotas


def write(connection: psycopg.Connection, after: Registry, changes: Sequence[Change]) -> None:
    """Write the entries of `after` that `changes` name, in the order their references need."""
    for subject, write_entries in _WRITERS.items():
        codes = dict.fromkeys(change.code for change in changes if change.subject is subject)
        if codes:
            write_entries(connection, after, list(codes))


def _institutions(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    parents = {code: after.institutions[code].parent for code in codes}
    for code in _parents_first(parents):
        _write_institution(connection, after.institutions[code])


def _sites(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    _each(connection, "upsert_site", [after.sites[code].model_dump() for code in codes])


def _places(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    ordered = _parents_first({code: after.places[code].parent for code in codes})
    _each(connection, "upsert_place", [after.places[code].model_dump() for code in ordered])


def _occupancy(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    for code in codes:
        _write_occupancy(connection, after, code)


def _devices(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    for code in _parents_first({code: after.devices[code].gateway for code in codes}):
        _write_device(connection, after.devices[code], after.device_sites[code])


def _meters(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    for code in _parents_first({code: after.meters[code].parent for code in codes}):
        _write_meter(connection, after.meters[code])


def _installations(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    for code in codes:
        _write_installations(connection, after.meters[code])


def _virtual_meters(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    chosen = [after.virtual_meters[code] for code in codes]
    _each(connection, "upsert_virtual_meter", [each.model_dump(exclude={"parts"}) for each in chosen])
    # every part goes before any comes: a part may be a virtual meter that is written after this one
    _each(connection, "delete_virtual_parts", [{"code": code} for code in codes])
    _each(connection, "insert_virtual_part", [row for each in chosen for row in _parts(after, each)])


def _requirements(connection: psycopg.Connection, after: Registry, subjects: Sequence[str]) -> None:
    for subject in subjects:
        spans = after.metering_requirements[subject]
        connection.execute(query("registry/delete_requirements"), spans[0].model_dump())
        rows = [span.model_dump() | {"valid_to": end} for span, end in zip(spans, ends(spans), strict=True)]
        _each(connection, "insert_requirement", rows)


def _vehicles(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    vehicles = [after.vehicles[code][-1] for code in codes]
    rows = [_tagged(each, {"services"}) | {"homes": list(each.homes)} for each in vehicles]
    _each(connection, "upsert_vehicle", rows)
    _each(connection, "delete_services", [{"plate": code} for code in codes])
    services = [each.model_dump() | {"plate": one.plate} for one in vehicles for each in one.services]
    _each(connection, "insert_service", services)


def _trackers(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    # every history goes before any comes: two vehicles may have changed trackers with each other
    _each(connection, "delete_trackers", [{"plate": code} for code in codes])
    for code in codes:
        spans = after.vehicles[code]
        rows = [
            span.model_dump(exclude={"services", "homes", "exempt"}) | {"valid_to": end}
            for span, end in zip(spans, ends(spans), strict=True)
        ]
        _each(connection, "insert_tracker", rows)


def _drivers(connection: psycopg.Connection, after: Registry, codes: Sequence[str]) -> None:
    drivers = [after.drivers[code] for code in codes]
    _each(connection, "upsert_driver", [each.model_dump(exclude={"duty"}) for each in drivers])
    _each(connection, "delete_driver_turns", [{"code": code} for code in codes])
    turns = [turn.model_dump() | {"code": each.code} for each in drivers for turn in each.duty]
    _each(connection, "insert_driver_turn", turns)


def _write_institution(connection: psycopg.Connection, institution: Institution) -> None:
    code = {"code": institution.code}
    connection.execute(query("registry/upsert_institution"), institution.model_dump())
    emails = [contact.email for contact in institution.contacts]
    connection.execute(query("registry/delete_contacts"), code | {"emails": emails})
    contacts = [{**_contact(contact), **code} for contact in institution.contacts]
    _each(connection, "upsert_contact", contacts)
    connection.execute(query("registry/delete_duty"), code)
    _each(connection, "insert_duty", [turn.model_dump() | code for turn in institution.duty])
    connection.execute(query("registry/delete_assignments"), code)
    assignments = [assignment.model_dump() | code for assignment in institution.quotas]
    _each(connection, "insert_assignment", assignments)


def _contact(contact: Contact) -> Mapping[str, object]:
    quiet = contact.quiet_hours
    return contact.model_dump(exclude={"quiet_hours"}) | {
        "groups": list(contact.groups),
        "channels": list(contact.channels),
        "reports": [kind.value for kind in contact.reports],
        "quiet_from": quiet.begins if quiet else None,
        "quiet_to": quiet.ends if quiet else None,
        "quiet_zone": quiet.timezone if quiet else None,
    }


def _write_occupancy(connection: psycopg.Connection, after: Registry, place: str) -> None:
    connection.execute(query("registry/delete_occupancy"), {"code": place})
    spans = after.occupancy[place]
    rows = [
        span.model_dump()
        | {
            "valid_to": end,
            "kinds": [str(kind) for kind in span.people],
            "people": list(span.people.values()),
        }
        for span, end in zip(spans, ends(spans), strict=True)
    ]
    _each(connection, "insert_occupancy", rows)


def _write_device(connection: psycopg.Connection, device: Device, site: str) -> None:
    interval = timedelta(minutes=device.interval_minutes)
    values = _tagged(device) | {"site": site, "report_interval": interval}
    connection.execute(query("registry/upsert_device"), values)


def _write_meter(connection: psycopg.Connection, meter: Meter) -> None:
    values = _tagged(meter, {"installations"}) | {"device": meter.device_code}
    connection.execute(query("registry/upsert_meter"), values)
    code = {"code": meter.code}
    connection.execute(query("registry/delete_served"), code)
    connection.execute(query("registry/insert_served"), code | {"served": list(meter.serves)})


def _parts(after: Registry, virtual: VirtualMeter) -> list[dict[str, object]]:
    return [
        {
            "code": virtual.code,
            "meter": part.meter if part.meter in after.meters else None,
            "virtual": None if part.meter in after.meters else part.meter,
            "share": part.share,
        }
        for part in virtual.parts
    ]


def _write_installations(connection: psycopg.Connection, meter: Meter) -> None:
    connection.execute(query("registry/delete_installations"), {"code": meter.code})
    spans = meter.installations
    rows = [
        span.model_dump() | {"code": meter.code, "valid_to": end}
        for span, end in zip(spans, ends(spans), strict=True)
    ]
    _each(connection, "insert_installation", rows)


def _tagged(entry: Device | Meter | Vehicle, left_out: Set[str] = frozenset()) -> dict[str, object]:
    """Return the fields of an entry with its tags as an array: a tuple would be a row to PostgreSQL."""
    values: dict[str, object] = entry.model_dump(exclude=set(left_out))
    return {**values, "tags": list(entry.tags)}


def _each(connection: psycopg.Connection, name: str, rows: Sequence[Mapping[str, object]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(query(f"registry/{name}"), rows)


def _parents_first(parents: Mapping[str, str | None]) -> list[str]:
    """Return the codes in an order in which each comes after its parent, where that is among them."""
    graph = {code: [parent] if parent in parents else [] for code, parent in parents.items()}
    return [code for code in TopologicalSorter(graph).static_order() if code is not None]


_WRITERS: Mapping[Subject, Callable[[psycopg.Connection, Registry, list[str]], None]] = {
    Subject.FACTOR_SET: write_factor_sets,
    Subject.GRID_FACTOR: write_grid_factors,
    Subject.QUOTA: write_quotas,
    Subject.INSTITUTION: _institutions,
    Subject.SITE: _sites,
    Subject.PLACE: _places,
    Subject.OCCUPANCY: _occupancy,
    Subject.DEVICE: _devices,
    Subject.METER: _meters,
    Subject.INSTALLATION: _installations,
    Subject.VIRTUAL_METER: _virtual_meters,
    Subject.REQUIREMENT: _requirements,
    Subject.VEHICLE: _vehicles,
    Subject.TRACKER: _trackers,
    Subject.DRIVER: _drivers,
}
"""Who writes what, in the order in which one may refer to another."""
