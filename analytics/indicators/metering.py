"""Which meters make up what an institution uses: nothing is counted twice."""

from collections.abc import Callable, Iterable, Sequence

from models.figures import MeteringPoint
from models.registry.kinds import Medium, PlaceKind

HEATING_ITEM = "heating"
"""Sub-item of meters whose electricity or gas heats buildings."""

TRAFFIC_ITEM = "vehicle_charging"
"""Sub-item of meters whose electricity charges vehicles."""

_QUANTITIES = {
    Medium.WATER: "volume_m3",
    Medium.RECLAIMED_WATER: "volume_m3",
    Medium.ELECTRICITY: "energy_kwh",
    Medium.GAS: "volume_m3",
    Medium.HEAT: "heat_gj",
}
"""The register of each medium that counts what is used; energy fed back and reactive energy do not."""

Choice = Callable[[MeteringPoint], bool]


def of_medium(points: Iterable[MeteringPoint], medium: Medium) -> list[MeteringPoint]:
    """Return the meters that count what is used of a medium."""
    return [point for point in points if (point.medium, point.quantity) == (medium, _QUANTITIES[medium])]


def topmost(points: Sequence[MeteringPoint]) -> list[MeteringPoint]:
    """Return the meters that lie behind no other of `points`."""
    among = {point.id for point in points}
    return [point for point in points if not point.ancestors & among]


def signs(points: Sequence[MeteringPoint], leaves_out: Choice) -> dict[int, float]:
    """Return how each meter of one medium enters the sum: 1 the topmost, -1 the topmost that is left out.

    A main meter that is left out itself does not appear, nor does anything behind it.
    """
    found = dict.fromkeys((point.id for point in topmost(points)), 1.0)
    for point in topmost([point for point in points if leaves_out(point)]):
        found[point.id] = found.get(point.id, 0.0) - 1.0
    return {meter: sign for meter, sign in found.items() if sign}


def measures_only(kinds: frozenset[PlaceKind]) -> Choice:
    """Return the choice of meters all of whose places are, or lie in, places of some kinds."""
    return lambda point: bool(kinds) and bool(point.kinds) and all(place & kinds for place in point.kinds)


def heats(point: MeteringPoint) -> bool:
    """Tell whether a meter counts what heats buildings: heat that is delivered, or the item `heating`."""
    return point.medium == Medium.HEAT or point.item == HEATING_ITEM
