"""The meters, devices and vehicles of the registry, as rules look at them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.rules import Selector
from models.traits import Traits
from storage.watched import SubjectKind, Watched


@dataclass(frozen=True, slots=True)
class Subject:
    """A meter, device, vehicle or place with its traits; its alerts are remembered by `key`."""

    key: str
    entry: Watched
    traits: Traits


class Directory:
    """Everything that may be watched at one revision of the registry; selections are remembered."""

    def __init__(self, revision: int, entries: Iterable[Watched]) -> None:
        self.revision = revision
        self._subjects = [Subject(f"{entry.kind}:{entry.code}", entry, _traits(entry)) for entry in entries]
        self._selected: dict[tuple[SubjectKind, Selector], list[Subject]] = {}

    def selected(self, kind: SubjectKind, selector: Selector) -> list[Subject]:
        """Return the meters, devices or vehicles that a selector asks for."""
        key = (kind, selector)
        if key not in self._selected:
            self._selected[key] = list(self._select(kind, selector))
        return self._selected[key]

    def _select(self, kind: SubjectKind, selector: Selector) -> Iterator[Subject]:
        for subject in self._subjects:
            if subject.entry.kind == kind and selector.selects(subject.traits):
                yield subject


def _traits(entry: Watched) -> Traits:
    return Traits(
        entry.code,
        frozenset(entry.institutions),
        frozenset(entry.places),
        frozenset(entry.place_kinds),
        entry.device_kind,
        entry.medium,
        entry.item,
        entry.level,
        entry.code if entry.kind == "vehicle" else "",
        entry.duty,
        frozenset(entry.tags),
    )
