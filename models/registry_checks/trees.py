"""Institutions, places, gateways and meters form trees: one parent each, and no circles."""

from collections.abc import Iterator, Mapping

from models.errors import Mistake
from models.registry import PlaceKind
from models.registry_draft.draft import Draft
from models.registry_state import Section


def cycles(draft: Draft) -> Iterator[Mistake]:
    """Yield one mistake for each circle of parents, at a written entry on it."""
    registry = draft.after
    yield from _cycles(draft, Section.INSTITUTIONS, {c: e.parent for c, e in registry.institutions.items()})
    yield from _cycles(draft, Section.PLACES, {c: e.parent for c, e in registry.places.items()})
    yield from _cycles(draft, Section.METERS, {c: e.parent for c, e in registry.meters.items()})
    yield from _cycles(draft, Section.DEVICES, {c: e.gateway for c, e in registry.devices.items()}, "gateway")


def moved_places(draft: Draft) -> Iterator[Mistake]:
    """Yield places that would leave their site: its topics, time zone and history would be another's."""
    for key, where in draft.written_in(Section.PLACES):
        before, after = draft.before.site_of(key.code), draft.after.site_of(key.code)
        if before is not None and after is not None and before != after:
            yield where.mistake(
                ("parent",),
                f"place {key.code} belongs to the site {before} and would move to {after}: "
                "a place stays in one tree; give the new place a code of its own",
            )


def sites_among_places(draft: Draft) -> Iterator[Mistake]:
    """Yield sites that stand among the places."""
    for key, where in draft.written_in(Section.PLACES):
        place = draft.after.places.get(key.code)
        if place is not None and place.kind is PlaceKind.SITE:
            message = "a site stands under `site:`, with its time zone; places lie inside it"
            yield where.mistake(("kind",), message)


def _cycles(
    draft: Draft, section: Section, parents: Mapping[str, str | None], field: str = "parent"
) -> Iterator[Mistake]:
    told: set[str] = set()
    for key, where in draft.written_in(section):
        if key.code in told or key.since is not None:
            continue
        circle = _circle(key.code, parents)
        if circle:
            told.update(circle)
            way = " -> ".join([*circle, key.code])
            yield where.mistake((field,), f"{way} is a circle: one of them needs another {field}")


def _circle(code: str, parents: Mapping[str, str | None]) -> list[str]:
    """Return the codes on the way from `code` back to itself; empty when it does not come back."""
    way = [code]
    following = parents.get(code)
    while following is not None and following not in way:
        way.append(following)
        following = parents.get(following)
    return way if following == code else []
