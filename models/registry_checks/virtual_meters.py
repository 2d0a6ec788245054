"""Virtual meters: parts of one medium and unit, no circles, and nothing counted twice.

Whether something is counted twice is decided by how often a unit that runs through a meter is counted: the
sum of the shares of that meter and of all the meters above it. Between 0 and 1 from the top of a tree to its
leaves, or between -1 and 0, every unit is counted once at most. So `mains - building + floor` is right
(1, 0, 1), and so is a building with two fifths of what the compound loses; `mains + building` is not (1, 2).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, combinations

from models.errors import Mistake
from models.quantities import BY_NAME
from models.registry import Meter, VirtualMeter
from models.registry_checks.metering import UNITS
from models.registry_draft.draft import Draft
from models.registry_draft.written import Path, Where
from models.registry_state import Key, Registry, Section

_ROUNDING = 1e-9

Told = tuple[Path, str]


def virtual_mistakes(draft: Draft) -> Iterator[Mistake]:
    """Yield virtual meters that cannot be computed, or that would count something twice."""
    told: set[str] = set()
    for code, virtual in draft.after.virtual_meters.items():
        way = _circle(draft.after, code, ())
        found = list(_of_one(draft.after, virtual)) if not way else []
        if way and told.isdisjoint(way):
            message = f"{' -> '.join(way)} is a circle: one of them needs other parts"
            found.append((("parts",), message))
            told.update(way)
        where = _where(draft, virtual)
        if where is not None:
            yield from (where.mistake(path, message) for path, message in found)


def _where(draft: Draft, virtual: VirtualMeter) -> Where | None:
    """Return where the virtual meter is written, else what moved beneath it."""
    touched = [virtual.parent, *_shares(draft.after, virtual.code)]
    keys = [Key(Section.METERS, code) for code in touched if code is not None]
    own = Key(Section.VIRTUAL_METERS, virtual.code)
    return None if own in draft.failed else draft.where(own, *keys)


def _of_one(registry: Registry, virtual: VirtualMeter) -> Iterator[Told]:
    unit = BY_NAME[virtual.quantity].unit
    if unit not in UNITS[virtual.medium]:
        units = ", ".join(sorted(UNITS[virtual.medium]))
        message = f"{virtual.medium} is counted in {units}, and {virtual.quantity} is not"
        yield ("quantity",), f"{message}: correct the quantity or the medium"
    yield from _of_parts(registry, virtual)
    twice = _counted_twice(registry, virtual)
    if twice is not None:
        yield ("parts",), twice
    yield from _against_parent(registry, virtual)


def _of_parts(registry: Registry, virtual: VirtualMeter) -> Iterator[Told]:
    for place, part in enumerate(virtual.parts):
        meter = registry.meters.get(part.meter) or registry.virtual_meters.get(part.meter)
        if meter is not None and not _alike(meter, virtual):
            message = (
                f"{part.meter} measures {_measured(meter)}, {virtual.code} {_measured(virtual)}; a sum needs "
                "both the same: take the part out, or give it a virtual meter of its own"
            )
            yield ("parts", place, "meter"), message
    for (_, first), (place, second) in combinations(enumerate(virtual.parts), 2):
        if first.meter == second.meter:
            share = first.share + second.share
            remedy = f"write it once, with share {share:g}" if abs(share) <= 1 else "keep one of them"
            yield ("parts", place, "meter"), f"{second.meter} stands there twice: {remedy}"


def _counted_twice(registry: Registry, virtual: VirtualMeter) -> str | None:
    """Return what is counted more than once, told by its meters; None when nothing is."""
    shares = _shares(registry, virtual.code)
    for code, share in shares.items():
        if abs(share) > 1 + _ROUNDING:
            return (
                f"{virtual.code} counts {code} {abs(share):g} times, through its parts together: "
                "take it from one of them only, or correct the shares"
            )
    # from the top down: what stands higher is told first, and is the cause of what lies below
    for code in sorted(shares, key=lambda each: len(_upwards(registry, each))):
        above = [each for each in _upwards(registry, code)[1:] if each in shares]
        counted = list(accumulate(shares[each] for each in (*reversed(above), code)))
        added, taken = max(0.0, *counted), -min(0.0, *counted)
        if max(added, taken) > 1 + _ROUNDING or min(added, taken) > _ROUNDING:
            return _told_twice(virtual, shares, code, above)
    return None


def _told_twice(virtual: VirtualMeter, shares: Mapping[str, float], code: str, above: Sequence[str]) -> str:
    sign = shares[code] > 0
    alike = next((each for each in above if (shares[each] > 0) is sign), None)
    if alike is None:
        return (
            f"{virtual.code} counts {shares[code]:g} of {code} against {shares[above[0]]:g} of {above[0]}, "
            f"which {code} is a part of: the part would weigh more than the whole; correct a share"
        )
    verb = "counts" if sign else "takes away"
    remedy = f"or subtract {code} instead of adding it" if sign else "or add it back"
    return (
        f"{virtual.code} {verb} {code} twice: by itself and as a part of {alike}, which stands above it "
        f"in the tree of meters; take only one of them, {remedy}"
    )


def _against_parent(registry: Registry, virtual: VirtualMeter) -> Iterator[Told]:
    parent = registry.meters.get(virtual.parent or "")
    if parent is None:
        return
    pair = f"{virtual.code} under {parent.code}"
    if virtual.level is not None and virtual.level <= parent.level:
        message = f"{pair}: level {virtual.level} is not deeper than level {parent.level}"
        yield ("level",), f"{message}; correct a level, or the parent"
    if not _alike(parent, virtual):
        message = f"{pair}: it measures {_measured(virtual)}, its parent {_measured(parent)}"
        yield ("parent",), f"{message}; a balance needs both the same: name another parent, or none"
    inside = [code for code in _shares(registry, virtual.code) if parent.code in _upwards(registry, code)]
    if inside:
        message = (
            f"{pair}: its part {inside[0]} is in the tree of {parent.code} already, and the balance would "
            "count it twice: leave `parent` out"
        )
        yield ("parent",), message


def _shares(registry: Registry, code: str) -> dict[str, float]:
    """Return how much of each meter a virtual meter counts, parts of parts too; what cancels out is left."""
    shares: defaultdict[str, float] = defaultdict(float)
    todo: list[tuple[str, float, tuple[str, ...]]] = [(code, 1.0, ())]
    while todo:
        current, share, path = todo.pop()
        virtual = registry.virtual_meters.get(current)
        if virtual is None:
            shares[current] += share if current in registry.meters else 0.0
        elif current not in path:
            todo += [(part.meter, share * part.share, (*path, current)) for part in virtual.parts]
    return {meter: share for meter, share in sorted(shares.items()) if abs(share) > _ROUNDING}


def _circle(registry: Registry, code: str, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a way through parts from `code` back to itself; empty when there is none."""
    for part in registry.virtual_meters[path[-1] if path else code].parts:
        if part.meter == code:
            return (*(path or (code,)), code)
        if part.meter in registry.virtual_meters and part.meter not in path:
            found = _circle(registry, code, (*(path or (code,)), part.meter))
            if found:
                return found
    return ()


def _upwards(registry: Registry, code: str) -> list[str]:
    """Return a meter and those above it, nearest first."""
    way: list[str] = []
    current: str | None = code
    while current is not None and current not in way:
        way.append(current)
        found = registry.meters.get(current)
        current = found.parent if found is not None else None
    return way


def _alike(meter: Meter | VirtualMeter, other: VirtualMeter) -> bool:
    return _measured(meter) == _measured(other)


def _measured(meter: Meter | VirtualMeter) -> str:
    return f"{meter.medium} in {BY_NAME[meter.quantity].unit}"
