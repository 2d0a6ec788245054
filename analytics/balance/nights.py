"""Night minimum flow of zones over a period: what runs when nobody uses it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from models.balance import Night


@dataclass(frozen=True, slots=True)
class Zone:
    """The nights of one zone: `meter` None is the whole site.

    Flows are in m3/h: `lowest` of the period, `typical` (the median) and `latest` of the nights that are
    known; None where none is. `share` is the median share of the day's mean flow.
    """

    meter: str | None
    name: str | None
    nights: int
    known: int
    lowest: float | None
    typical: float | None
    latest: float | None
    share: float | None


def zones(nights: Sequence[Night]) -> list[Zone]:
    """Sum the nights of each zone up, the whole site first.

    Parameters
    ----------
    nights : sequence of Night
        In any order; a night without a well measured hour counts in `nights` and in nothing else.

    Returns
    -------
    list of Zone
        One for each zone that has a night.

    Notes
    -----
    The median and not the mean: one night on which somebody filled a pool says nothing about leaks.

    Examples
    --------
    Nights of 0.2, 0.3, 5.0 and an unknown one: lowest 0.2, typical 0.3 m3/h, 3 of 4 known.
    """
    of_zone: dict[str | None, list[Night]] = {}
    for night in sorted(nights, key=lambda each: (each.meter or "", each.day)):
        of_zone.setdefault(night.meter, []).append(night)
    return [_zone(found) for found in of_zone.values()]


def _zone(nights: Sequence[Night]) -> Zone:
    flows = [night.flow_m3h for night in nights if night.flow_m3h is not None]
    shares = [night.share for night in nights if night.share is not None]
    return Zone(
        meter=nights[0].meter,
        name=nights[0].name,
        nights=len(nights),
        known=len(flows),
        lowest=min(flows, default=None),
        typical=median(flows) if flows else None,
        latest=flows[-1] if flows else None,
        share=median(shares) if shares else None,
    )
