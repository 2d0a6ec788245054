"""What a selector or a silence looks at of a subject."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Traits:
    """What a selector looks at of a subject; None or empty where the subject has no such thing.

    `institutions` are its institution and all above it; `places` its place and all around it, and
    `place_kinds` the kinds of these. `tags` are its own and, of a meter, its device's.
    """

    code: str
    institutions: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    place_kinds: frozenset[str] = frozenset()
    device_kind: str | None = None
    medium: str | None = None
    item: str = ""
    level: int | None = None
    plate: str = ""
    duty: str = ""
    tags: frozenset[str] = frozenset()


NO_TRAITS = Traits("")
"""Of a subject of which nothing is known."""
