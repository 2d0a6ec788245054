"""Entries as they stand in a file, before anybody knows whether they are right."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.errors import Mistake
from models.registry_state import Section

Path = tuple[str | int, ...]
"""The way to a field inside an entry: ("installations", 0, "serial")."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one value stands: its line (row), and the cell where there is one."""

    line: int
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """Where an entry stands; `name` is how messages call it, `base` the way to it inside its file's entry."""

    file: str
    name: str
    spots: Mapping[Path, Spot]
    base: Path = ()

    def inside(self, *path: str | int) -> "Where":
        """Return where a part of this entry stands."""
        return Where(self.file, self.name, self.spots, (*self.base, *path))

    def mistake(self, path: Path, message: str) -> Mistake:
        """Return a mistake in the field at `path`, on its line or on the nearest line known above it."""
        full = (*self.base, *path)
        spot = self._spot(full)
        field_name = f"{self.name}{_text(full)}"
        return Mistake(
            self.file, spot.line, f"{field_name} ({spot.cell})" if spot.cell else field_name, message
        )

    def __str__(self) -> str:
        """Return `file:line`, for messages that point to a second place."""
        return f"{self.file}:{self._spot(self.base).line}"

    def _spot(self, path: Path) -> Spot:
        for length in range(len(path), -1, -1):
            spot = self.spots.get(path[:length])
            if spot is not None:
                return spot
        return Spot(1)


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """One entry of a file: field names to texts, lists and maps, as written.

    A value may be a naive datetime: local time of the site, as people type it into Excel. `site`
    is the site the whole file is about, where it says so. A device may be `implied_by` the row of a
    meter (its code): `values` holds then what the row says of the device, `fallback` what a device
    that does not exist yet is given besides.
    """

    section: Section
    values: Mapping[str, object]
    where: Where
    site: str | None = None
    implied_by: str | None = None
    fallback: Mapping[str, object] = field(default_factory=dict[str, object])


def _text(path: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
