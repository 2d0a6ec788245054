"""The registry as it would be after an apply, with who wrote what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.errors import Mistake
from models.registry_draft.desk import Desk
from models.registry_draft.written import Where, WrittenEntry
from models.registry_state import Key, Registry, Section


@dataclass(frozen=True, slots=True)
class Draft:
    """What there was, what there would be, and where each written entry stands.

    `failed` are entries with mistakes of their own: they count as existing, so that one mistake is told once.
    """

    before: Registry
    after: Registry
    written: Mapping[Key, Where]
    failed: frozenset[Key]
    mistakes: tuple[Mistake, ...]

    def exists(self, section: Section, code: str) -> bool:
        """Tell whether an entry is there, or written."""
        return code in self.after.section(section) or Key(section, code) in self.failed

    def written_in(self, section: Section) -> list[tuple[Key, Where]]:
        """Return the written entries of a section, dated parts included, in the order of the files."""
        return [(key, where) for key, where in self.written.items() if key.section is section]

    def where(self, *keys: Key) -> Where | None:
        """Return where the first written one of `keys` stands."""
        return next((self.written[key] for key in keys if key in self.written), None)


def draft(before: Registry, entries: Iterable[WrittenEntry]) -> Draft:
    """Lay what files say over what is there; what they leave out stays as it is."""
    by_section: defaultdict[Section, list[WrittenEntry]] = defaultdict(list)
    for entry in entries:
        by_section[entry.section].append(entry)
    desk = Desk(before)
    for section in Section:
        _lay_section(desk, section, by_section[section])
    return Draft(before, desk.now, dict(desk.written), frozenset(desk.failed), tuple(desk.mistakes))


def _lay_section(desk: Desk, section: Section, entries: Sequence[WrittenEntry]) -> None:
    # devices that rows of meters imply come last: a section of their own says more about them
    for entry in sorted(entries, key=lambda each: each.implied_by is not None):
        if section not in _HISTORIES:
            desk.lay(entry)
    if section in _HISTORIES:
        _lay_histories(desk, section, entries)


def _lay_histories(desk: Desk, section: Section, entries: Sequence[WrittenEntry]) -> None:
    for code, written in _grouped(entries, _HISTORIES[section]).items():
        match section:
            case Section.OCCUPANCY:
                desk.lay_occupancy(code, written)
            case Section.METERING_REQUIREMENTS:
                desk.lay_requirement(code, written)
            case _:
                desk.lay_vehicle(code, written)


def _grouped(entries: Sequence[WrittenEntry], names: Sequence[str]) -> dict[str, list[WrittenEntry]]:
    groups: defaultdict[str, list[WrittenEntry]] = defaultdict(list)
    for entry in entries:
        groups["/".join(str(entry.values.get(name, "")).strip() for name in names)].append(entry)
    return groups


_HISTORIES: Mapping[Section, Sequence[str]] = {
    Section.OCCUPANCY: ("place",),
    Section.METERING_REQUIREMENTS: ("institution", "medium", "level"),
    Section.VEHICLES: ("plate",),
}
"""Sections whose entries are dated, with the fields that say which of them are one history."""
