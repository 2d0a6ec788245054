"""All meters of a site watched for leaks: nights laid out, meters below taken out, each judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from analytics.detection.leaks import Night, Traits, Verdict, judge
from analytics.detection.nights import NightHours, night_hours, quiet_flow, resolution
from analytics.detection.own_flow import below, own_flow
from analytics.indicators.use import Use, side_by_side
from analytics.known_days import YES, KnownDays
from analytics.registers import Bools, Floats
from models.amounts import Amounts
from models.detection import Leak, WatchState
from models.registry.kinds import PlaceKind

NIGHT_USERS = frozenset({"irrigation", "tank_refill", "duty_room"})
"""Sub-items of meters behind which water is meant to run at night."""

WELL_COVERED = 0.9
"""Coverage from which on a day says what is used on a day."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A meter to watch: the one above it, its sub-item and the kind of its place, a leak that runs."""

    id: int
    parent: int | None
    item: str = ""
    place_kind: str = ""
    running: Leak | None = None

    @property
    def is_excluded(self) -> bool:
        """Whether water is meant to run there at night."""
        return self.item in NIGHT_USERS or self.place_kind == PlaceKind.GREENING


@dataclass(frozen=True, slots=True)
class Stretch:
    """Nights from `begin` on at one place: its time zone and heating region."""

    begin: date
    nights: int
    zone: ZoneInfo
    heating: str | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a site is judged by: measured hours (`analytics.gap_pieces.is_measured`), and all days."""

    measured: Amounts
    days: Amounts
    calendar: KnownDays


def watched_site(meters: Sequence[Watched], stretch: Stretch, ground: Ground) -> dict[int, Verdict]:
    """Judge the nights of all meters of a site that count one quantity.

    Parameters
    ----------
    meters : sequence of Watched
        All of them: a meter that is left out counts as the own flow of the one above it.
    stretch : Stretch
        Which nights.
    ground : Ground
        Hours of those nights, days from the one before them on.

    Returns
    -------
    dict of int to Verdict
        One for each meter; those that are excluded have no leaks.
    """
    ids = sorted(meter.id for meter in meters)
    parents = {meter.id: meter.parent for meter in meters if meter.parent is not None}
    hours = night_hours(ground.measured, ids, stretch.begin, stretch.nights, stretch.zone)
    own, tops = own_flow(hours, parents), below(ids, parents)
    heated = ground.calendar.heated(hours.days, stretch.heating) == YES
    before = stretch.begin - timedelta(days=1)
    use = side_by_side(ground.days, before, before + timedelta(days=stretch.nights))
    found: dict[int, Verdict] = {}
    for meter in meters:
        row = ids.index(meter.id)
        nights = _nights(hours, quiet_flow(own[row]), heated, _day_use(use, meter.id))
        traits = Traits(meter.id in tops, resolution(hours.flow[row]))
        found[meter.id] = _excluded(nights) if meter.is_excluded else judge(nights, traits, meter.running)
    return found


def _nights(hours: NightHours, flow: Floats, heated: Bools, use: Sequence[float | None]) -> list[Night]:
    columns = zip(hours.days.tolist(), flow.tolist(), heated.tolist(), use, strict=True)
    return [Night(on, None if np.isnan(own) else own, warm, day_use) for on, own, warm, day_use in columns]


def _day_use(use: Use, meter: int) -> list[float | None]:
    """Return the use of the days on which nights begin; None where it is not well known."""
    if meter not in use.meters:
        return [None] * use.amount.shape[1]
    row = use.meters.index(meter)
    known = use.known[row] & (use.coverage[row] >= WELL_COVERED)
    return [
        amount if sure else None
        for amount, sure in zip(use.amount[row].tolist(), known.tolist(), strict=True)
    ]


def _excluded(nights: Sequence[Night]) -> Verdict:
    verdict = judge(nights, Traits())
    return Verdict(verdict.nights, (), WatchState.EXCLUDED, 0)
