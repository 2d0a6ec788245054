"""Meters to and from Excel: what somebody may see goes out, what they may change comes in, all or nothing."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final

import psycopg

from guanjia.quality.meter_sheet import read_meters, write_meters
from guanjia.quality.trail import note
from models.dispatch_errors import ForbiddenError
from models.errors import ConfigError, FileMistakesError, Mistake
from models.identity import Identity, Right
from models.quality import MeterImport, RegistryLine
from models.registry_draft.draft import Draft, draft
from models.registry_draft.written import WrittenEntry
from models.registry_state import Registry, Section
from storage.becoming import Role, acting_as
from storage.database import query
from storage.registry import Applied, apply, current_registry

_NOTED: Final = 500
"""Changes of one import that the audit log keeps."""


@dataclass(frozen=True, slots=True)
class MeterBook:
    """`connect` opens the database with the rights of the console or of the registrar."""

    connect: Callable[[], psycopg.Connection]
    who: Identity

    def exported(self, site: str | None = None) -> bytes:
        """Return the workbook of the meters that somebody may see, of one site where it is named."""
        if not self.who.may(Right.READ):
            raise ForbiddenError(Right.READ)
        with acting_as(self.connect, Role.REGISTRAR) as connection:
            registry = current_registry(connection)
        if site is not None and site not in registry.sites:
            known = ", ".join(registry.sites) or "none: apply a site file first"
            raise ConfigError(f"there is no site {site}; the sites are {known}")
        seen = within(registry, self.who.institution)
        codes = [
            code
            for code, meter in registry.meters.items()
            if (seen is None or registry.institution_of(meter.place) in seen)
            and site in {None, registry.site_of(meter.place)}
        ]
        return write_meters(registry, codes)

    def imported(self, file: str, content: bytes, *, dry_run: bool) -> MeterImport:
        """Take in a workbook of meters, or say what that would change; with a mistake nothing is changed."""
        if not self.who.may(Right.REGISTRY):
            raise ForbiddenError(Right.REGISTRY)
        entries, mistakes = read_meters(file, content)
        if mistakes:
            return MeterImport(mistakes=tuple(mistakes))
        with acting_as(self.connect, Role.REGISTRAR) as connection:
            try:
                with connection.transaction():
                    applied = self._apply(connection, entries, dry_run=dry_run)
                    if applied.changes and not dry_run:
                        _note(connection, self.who, file, applied)
            except FileMistakesError as error:
                return MeterImport(mistakes=tuple(error.mistakes))
        return MeterImport(
            changes=tuple(_lines(applied)),
            notices=tuple(str(notice) for notice in applied.notices),
            is_done=not dry_run,
            revision=applied.revision,
            stale_hours=applied.stale_hours,
        )

    def _apply(
        self, connection: psycopg.Connection, entries: Collection[WrittenEntry], *, dry_run: bool
    ) -> Applied:
        if self.who.institution is not None:
            connection.execute(query("registry/lock"))
            beyond = list(_beyond(draft(current_registry(connection), entries), self.who.institution))
            if beyond:
                raise FileMistakesError(beyond)
        return apply(connection, entries, dry_run=dry_run, author=self.who.name)


def within(registry: Registry, institution: str | None) -> frozenset[str] | None:
    """Return an institution and all below it; None: every one."""
    if institution is None:
        return None
    seen = {institution}
    waiting = [institution]
    while waiting:
        above = waiting.pop()
        below = {code for code, each in registry.institutions.items() if each.parent == above} - seen
        seen |= below
        waiting += below
    return frozenset(seen)


def _beyond(plan: Draft, institution: str) -> Iterator[Mistake]:
    """Yield what is written of meters and devices outside of an institution."""
    seen = within(plan.before, institution) or frozenset()
    for key, where in plan.written_in(Section.METERS):
        if key.since is None and not _all_seen(_places(plan, key.code), plan.after, seen):
            message = f"{key.code} is, or would be, of another institution than yours: leave it out"
            yield where.mistake(("place",), message)
    for key, where in plan.written_in(Section.DEVICES):
        device = plan.before.devices.get(key.code)
        place = None if device is None else device.place or plan.before.device_sites.get(key.code)
        if not _all_seen([place], plan.before, seen):
            yield where.mistake(("device",), f"device {key.code} is of another institution: leave it out")


def _places(plan: Draft, code: str) -> list[str | None]:
    """Return every place that a written meter touches, before and after, with parent and served places."""
    places: list[str | None] = []
    for registry in (plan.before, plan.after):
        meter = registry.meters.get(code)
        if meter is not None:
            parent = registry.meters.get(meter.parent or "")
            places += [meter.place, *meter.serves, parent.place if parent is not None else None]
    return places


def _all_seen(places: Collection[str | None], registry: Registry, seen: Collection[str]) -> bool:
    # a place that is not there is a mistake of its own, and told as such
    there = [place for place in places if place is not None and registry.site_of(place) is not None]
    return all(registry.institution_of(place) in seen for place in there)


def _note(connection: psycopg.Connection, who: Identity, file: str, applied: Applied) -> None:
    changed = [
        {
            "change": f"{each.kind} {each.subject} {each.code}",
            "field": each.field,
            "from": each.before,
            "to": each.after,
        }
        for each in applied.changes[:_NOTED]
    ]
    after = {"revision": applied.revision, "count": len(applied.changes), "changes": changed}
    note(connection, who, "import meters", f"file {file}", None, after)


def _lines(applied: Applied) -> Iterator[RegistryLine]:
    for each in applied.changes:
        yield RegistryLine(
            each.kind.value, each.subject.value, each.code, each.name, each.field, each.before, each.after
        )
