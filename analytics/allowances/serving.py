"""Which meters say what a place uses: never a meter and one above it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from models import meter_tree
from models.allowances import Serving, SiteMeter
from models.errors import GuanjiaError


def topmost(meters: Sequence[SiteMeter], within: frozenset[str]) -> list[SiteMeter]:
    """Return the meters that serve only places within some, without those below another of them.

    Parameters
    ----------
    meters : sequence of SiteMeter
        All meters of one medium and quantity of a site; virtual ones are left out.
    within : frozenset of str
        The place and all places in it.
    """
    known = {meter.code: meter for meter in meters if not meter.is_virtual}
    served = {code for code, meter in known.items() if meter.places and within.issuperset(meter.places)}
    return [known[code] for code in meter_tree.topmost(sorted(served), _parents(known))]


def named(meters: Sequence[SiteMeter], codes: Sequence[str], place: str) -> list[SiteMeter]:
    """Return the meters that an allowance names.

    Raises
    ------
    GuanjiaError
        When one does not exist in that medium, or water through one would be counted twice.
    """
    known = {meter.code: meter for meter in meters}
    for code in codes:
        if code not in known:
            listed = ", ".join(sorted(known)) or "none"
            raise GuanjiaError(
                f"allowance of {place}: no meter {code!r} of that medium at its site; there are {listed}"
            )
    chosen = [known[code] for code in codes]
    for one, other in combinations(chosen, 2):
        both = _shared(one, other, known)
        if both:
            raise GuanjiaError(
                f"allowance of {place}: {one.code} and {other.code} both count {both}: name one of them, or a"
                " virtual meter that takes the one away from the other"
            )
    return chosen


def serving(chosen: Sequence[SiteMeter], place: str) -> Serving:
    """Add some meters up to what a place uses.

    Raises
    ------
    GuanjiaError
        When there is none.
    """
    if not chosen:
        raise GuanjiaError(
            f"no meter serves only {place}: name meters or a virtual meter under `places` in"
            " config/allowances.yaml, or correct `serves` in the registry"
        )
    shares: defaultdict[str, float] = defaultdict(float)
    for meter in chosen:
        for part, share in meter.parts.items():
            shares[part] += share
    return Serving(chosen[0].unit, dict(sorted(shares.items())))


def _parents(known: Mapping[str, SiteMeter]) -> dict[str, str | None]:
    return {code: meter.parent for code, meter in known.items()}


def _shared(one: SiteMeter, other: SiteMeter, known: Mapping[str, SiteMeter]) -> str:
    """Return a real meter that both add: itself in both, or in one and above it in the other."""
    first, second, parents = _added(one), _added(other), _parents(known)
    for code in sorted(first | second):
        across = second if code in first else first
        if code in across or not across.isdisjoint(meter_tree.above(code, parents)):
            return code
    return ""


def _added(meter: SiteMeter) -> set[str]:
    return {part for part, share in meter.parts.items() if share > 0}
