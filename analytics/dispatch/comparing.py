"""Compare orders with outings: kilometres without an order, orders without a trip, times, places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from analytics.dispatch.findings import Finding, FindingKind
from analytics.dispatch.matching import Duty, Gone, Matched, Planned, Span, Tolerances, matched, uncovered_m
from analytics.dispatch.places import deviation, in_town, long_stays, went_there
from analytics.dispatch.timeline import by_plate
from models.geofences import Geofence

_MINUTE: Final = timedelta(minutes=1)
_LEAST_M: Final = 100.0
"""Less driven beside an order is the rounding of its times."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared; `seen` are the spans in which each vehicle's tracker told where it was, by plate."""

    orders: Sequence[Planned]
    outings: Sequence[Gone]
    duties: Sequence[Duty]
    exempt: Set[str]
    zones: Sequence[Geofence]
    seen: Mapping[str, Sequence[Span]]


def compared(what: Compared, tolerances: Tolerances, now: datetime) -> list[Finding]:
    """Return what does not fit, in order of time. Exempt vehicles are named, and not judged.

    What is not over by `now` is judged only where nothing can mend it.
    """
    judged = [order for order in what.orders if order.plate not in what.exempt]
    outings = [one for one in what.outings if one.plate not in what.exempt]
    one = _Comparison(what, judged, outings, tolerances, now)
    return sorted(
        [*one.of_outings(), *one.of_orders(), *_exempt(what)],
        key=lambda found: (found.at, found.kind, found.plate or "", found.number),
    )


def _exempt(what: Compared) -> Iterator[Finding]:
    for one in what.outings:
        if one.plate in what.exempt:
            yield _of_outing(FindingKind.EXEMPT, one, one.start, one.distance_m / 1000)


class _Comparison:
    """Orders and outings that are judged, matched with each other."""

    def __init__(
        self,
        what: Compared,
        orders: Sequence[Planned],
        outings: Sequence[Gone],
        tolerances: Tolerances,
        now: datetime,
    ) -> None:
        self._what, self._orders, self._outings = what, orders, outings
        self._tolerances, self._now = tolerances, now
        self._matched: Matched = matched(orders, outings, tolerances.time)
        self._free = [one for one, own in zip(outings, self._matched.of_outing, strict=True) if not own]
        slack = tolerances.time
        self._orders_of = by_plate(
            orders, lambda order: order.plate, lambda order: (order.start - slack, order.end + slack)
        )
        self._duties_of = by_plate(what.duties, lambda duty: duty.plate, lambda duty: (duty.start, duty.end))

    def of_outings(self) -> Iterator[Finding]:
        for place, one in enumerate(self._outings):
            served = [self._orders[number] for number in self._matched.of_outing[place]]
            metres = uncovered_m(one.legs, self._covers(one.plate, one.start, one.end))
            if metres >= _LEAST_M:
                yield _of_outing(FindingKind.NO_ORDER, one, one.start, metres / 1000)
            if in_town(one, served, self._what.zones) and not self._has_duty(one):
                yield _of_outing(FindingKind.IN_TOWN, one, one.start, one.distance_m / 1000)
            for stay in long_stays(one, served, self._tolerances):
                minutes = (stay.end - stay.start) / _MINUTE
                yield _of_outing(FindingKind.LONG_STAY, one, stay.start, minutes, served[0].number)

    def of_orders(self) -> Iterator[Finding]:
        for number, order in enumerate(self._orders):
            own = [self._outings[place] for place in self._matched.of_order[number]]
            if own:
                yield from self._times(order, own)
                yield from self._place(order, own)
            elif order.end + self._tolerances.time <= self._now:
                yield self._not_driven(order)

    def _times(self, order: Planned, own: Sequence[Gone]) -> Iterator[Finding]:
        first, last = own[0], own[-1]
        others = self._covers(order.plate, first.start, last.end, order)
        early, late = order.start - first.start, last.end - order.end
        if early > self._tolerances.time and not _holds(others, first.start):
            yield _of_order(FindingKind.LEFT_EARLY, order, first.start, early / _MINUTE)
        if -early > self._tolerances.time:
            yield _of_order(FindingKind.LEFT_LATE, order, first.start, -early / _MINUTE)
        if late > self._tolerances.time and not _holds(others, last.end):
            yield _of_order(FindingKind.RETURNED_LATE, order, last.end, late / _MINUTE)
        if order.approved_at is not None and order.approved_at > first.start:
            after = (order.approved_at - first.start) / _MINUTE
            yield _of_order(FindingKind.APPROVED_AFTERWARDS, order, order.approved_at, after)

    def _place(self, order: Planned, own: Sequence[Gone]) -> Iterator[Finding]:
        # until then it may yet go there
        nearest_m = deviation(order, own, self._tolerances.near_m) if order.end <= self._now else None
        if nearest_m is not None:
            yield _of_order(FindingKind.DEVIATION, order, own[0].start, nearest_m / 1000)

    def _not_driven(self, order: Planned) -> Finding:
        seen = () if order.plate is None else self._what.seen.get(order.plate, ())
        for one in self._free:
            if one.institution == order.institution and went_there(one, order, self._tolerances.near_m):
                return _of_order(FindingKind.OTHER_VEHICLE, order, order.start, 1, one.plate)
        if order.plate is not None and not any(a < order.end and b > order.start for a, b in seen):
            return _of_order(FindingKind.NO_TRACK, order, order.start, 1)
        return _of_order(FindingKind.NO_TRIP, order, order.start, 1)

    def _covers(
        self, plate: str | None, start: datetime, end: datetime, but: Planned | None = None
    ) -> list[Span]:
        """Return when orders, but for one, and duty cover a vehicle around a span; orders with tolerance."""
        slack, orders = self._tolerances.time, self._orders_of.get(plate)
        around = () if orders is None else orders.around(start, end)
        covering = [(each.start - slack, each.end + slack) for each in around if each is not but]
        return [*covering, *self._duties(plate, start, end)]

    def _duties(self, plate: str | None, start: datetime, end: datetime) -> list[Span]:
        duties = self._duties_of.get(plate)
        return [] if duties is None else [(duty.start, duty.end) for duty in duties.around(start, end)]

    def _has_duty(self, one: Gone) -> bool:
        return any(one.overlaps(*span) for span in self._duties(one.plate, one.start, one.end))


def _holds(spans: Iterable[Span], at: datetime) -> bool:
    return any(start <= at <= end for start, end in spans)


def _of_order(kind: FindingKind, order: Planned, at: datetime, value: float, other: str = "") -> Finding:
    return Finding(at, kind, order.institution, order.number, order.plate, value, other)


def _of_outing(kind: FindingKind, one: Gone, at: datetime, value: float, number: str = "") -> Finding:
    return Finding(at, kind, one.institution, number, one.plate, value)
