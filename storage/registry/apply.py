"""Apply what files say: checked, in one transaction, all or nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import psycopg

from models.errors import FileMistakesError
from models.registry_checks import mistakes_across
from models.registry_draft.draft import Draft, draft
from models.registry_draft.written import WrittenEntry
from models.registry_state import Key, Registry, Section
from storage.database import query
from storage.registry.changes import Change, Subject
from storage.registry.current import current_registry
from storage.registry.plan import changes
from storage.registry.stale import stale_spans
from storage.registry.writer import write


@dataclass(frozen=True, slots=True)
class Left:
    """Something of a site whose file is given whole that stands in no file: left as it is."""

    subject: Subject
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply changed, or would change; `stale_hours` are to be computed again."""

    changes: tuple[Change, ...]
    left: tuple[Left, ...]
    revision: int
    stale_hours: int


def apply(
    connection: psycopg.Connection, entries: Iterable[WrittenEntry], *, dry_run: bool = False
) -> Applied:
    """Lay `entries` over the registry and write the difference; a dry run writes nothing.

    Raises
    ------
    FileMistakesError
        With every mistake; nothing is changed then.
    """
    with connection.transaction():
        connection.execute(query("registry/lock"))
        plan = draft(current_registry(connection), entries)
        mistakes = list(dict.fromkeys([*plan.mistakes, *mistakes_across(plan)]))
        if mistakes:
            raise FileMistakesError(sorted(mistakes, key=lambda each: (each.file, each.line or 0)))
        found = changes(plan.before, plan.after)
        stale_hours = 0
        if found and not dry_run:
            write(connection, plan.after, found)
            stale_hours = _mark_stale(connection, plan.before, plan.after)
            connection.execute(query("registry/raise_revision"))
        return Applied(tuple(found), tuple(_left(plan)), _revision(connection), stale_hours)


def _mark_stale(connection: psycopg.Connection, before: Registry, after: Registry) -> int:
    marked = 0
    for span in stale_spans(before, after):
        marked += connection.execute(
            query("registry/mark_stale"),
            {
                "meter": span.meter,
                "device": span.device,
                "quantity": span.quantity,
                "since": span.begin,
                "until": span.end,
            },
        ).rowcount
    return marked


def _revision(connection: psycopg.Connection) -> int:
    row = connection.execute(query("registry/revision")).fetchone()
    return int(row[0]) if row is not None else 0


def _left(plan: Draft) -> Iterator[Left]:
    """Yield what the database holds of the sites whose files are given whole, and no file mentions."""
    whole = {key.code for key, _ in plan.written_in(Section.SITE)}
    before = plan.before
    for code, place in before.places.items():
        if before.site_of(code) in whole and Key(Section.PLACES, code) not in plan.written:
            yield Left(Subject.PLACE, code, place.name)
    for code, device in before.devices.items():
        in_site = before.device_sites[code] in whole
        if in_site and Key(Section.DEVICES, code) not in plan.written:
            yield Left(Subject.DEVICE, code, device.name)
    for code, meter in before.meters.items():
        in_site = before.site_of(meter.place) in whole
        if in_site and Key(Section.METERS, code) not in plan.written:
            yield Left(Subject.METER, code, meter.name)
