"""What does not fit between orders and outings, by hand."""

import pytest

from analytics.dispatch.findings import FindingKind as F
from analytics.dispatch.matching import Duty
from tests.unit.analytics.dispatch.scene import at, found, gone, order, zone


def test_an_outing_as_ordered_is_not_found() -> None:
    assert found([order(8, 12, to_km=10)], [gone(8.2, 12.3)]) == []


def test_kilometres_that_nothing_covers_are_counted_evenly_within_a_trip() -> None:
    assert found(outings=[gone(8, 12)]) == [(F.NO_ORDER, "", 20.0)]
    # the way back from 10 to 12 is covered until 11: half of its 10 km
    assert found(outings=[gone(8, 12)], duties=[Duty("A", at(0), at(11))]) == [(F.NO_ORDER, "", 5.0)]
    assert found(outings=[gone(8, 12)], duties=[Duty("B", at(0), at(24))]) == [(F.NO_ORDER, "", 20.0)]


def test_one_order_may_have_outings_of_several_days() -> None:
    assert found([order(8, 60, to_km=10)], [gone(8, 18), gone(32, 42), gone(56, 60)], now=80) == []


def test_one_outing_may_serve_several_orders() -> None:
    orders = [order(8, 10, "1"), order(10.5, 12, "2"), order(12, 14, "3")]
    assert found(orders, [gone(8, 14)]) == []


def test_an_outing_beside_the_plan_is_matched_only_where_there_is_no_other() -> None:
    # the second begins within the tolerance behind the order, which has an outing already
    kinds = found([order(8, 10)], [gone(8, 9.9), gone(10.2, 15)])
    assert [kind for kind, _, _ in kinds] == [F.NO_ORDER]
    assert found([order(8, 10)], [gone(7.2, 7.9)])[0] == (F.LEFT_EARLY, "1", 48.0)


@pytest.mark.parametrize(
    ("outing", "kind", "minutes"),
    [
        ((6, 12), F.LEFT_EARLY, 120),
        ((9, 12), F.LEFT_LATE, 60),
        ((8, 14), F.RETURNED_LATE, 120),
    ],
)
def test_times_beside_the_plan(outing: tuple[float, float], kind: F, minutes: float) -> None:
    assert (kind, "1", minutes) in found([order(8, 12)], [gone(*outing)])


def test_who_is_still_out_is_late_by_now() -> None:
    assert (F.RETURNED_LATE, "1", 180.0) in found([order(8, 12)], [gone(8, 15, is_home=False)], now=15)


def test_an_order_whose_vehicle_stayed_at_home_is_told_when_its_time_is_over() -> None:
    assert found([order(8, 12)], now=12.2) == []
    assert found([order(8, 12)]) == [(F.NO_TRIP, "1", 1)]
    assert found([order(8, 12, plate=None)]) == [(F.NO_TRIP, "1", 1)]


def test_a_silent_tracker_is_no_vehicle_at_home() -> None:
    assert found([order(8, 12, plate="silent")]) == [(F.NO_TRACK, "1", 1)]


def test_another_vehicle_counts_only_where_it_came_to_the_destination() -> None:
    kinds = [kind for kind, _, _ in found([order(8, 12, to_km=10)], [gone(8, 12, plate="B")])]
    assert kinds == [F.NO_ORDER, F.OTHER_VEHICLE]
    kinds = [kind for kind, _, _ in found([order(8, 12, to_km=30)], [gone(8, 12, plate="B")])]
    assert kinds == [F.NO_ORDER, F.NO_TRIP]


def test_who_never_came_there_deviates_by_the_nearest_it_came() -> None:
    ((kind, number, km),) = found([order(8, 12, to_km=14)], [gone(8, 12, km=10)])
    assert (kind, number) == (F.DEVIATION, "1")
    assert km == pytest.approx(4.0, abs=0.02)
    # one under way may yet come there
    assert found([order(8, 12, to_km=14)], [gone(8, 10, km=10, is_home=False)], now=10) == []


def test_a_long_stay_far_from_the_destination_is_found() -> None:
    # it passed the destination 4 km north, and stood two hours 10 km north
    stay = (F.LONG_STAY, "1", 120.0)
    assert found([order(8, 12, to_km=4)], [gone(8, 12, km=10, stay_h=2)]) == [stay]
    assert found([order(8, 12, to_km=10)], [gone(8, 12, km=10, stay_h=2)]) == []
    assert found([order(8, 12)], [gone(8, 12, km=10, stay_h=2)]) == []
    # an order over several days has nights
    assert found([order(8, 60, to_km=4)], [gone(8, 59, km=10, stay_h=10)], now=80) == []


def test_an_approval_afterwards_is_told() -> None:
    assert found([order(8, 12, approved=9)], [gone(8, 12)]) == [(F.APPROVED_AFTERWARDS, "1", 60.0)]
    assert found([order(8, 12, approved=7.9)], [gone(8, 12)]) == []


def test_an_outing_within_the_zone_is_found_and_one_beyond_it_is_not() -> None:
    covered = [order(8, 12)]
    assert found(covered, [gone(8, 12, km=3)], zones=[zone(5000)]) == [(F.IN_TOWN, "", 6.0)]
    assert found(covered, [gone(8, 12, km=6)], zones=[zone(5000)]) == []
    duty = [Duty("A", at(0), at(24))]
    assert found([], [gone(8, 12, km=3)], zones=[zone(5000)], duties=duty) == []


def test_exempt_vehicles_are_named_and_not_judged() -> None:
    orders = [order(8, 9, to_km=50)]
    assert found(orders, [gone(6, 20)], exempt=frozenset("A")) == [(F.EXEMPT, "", 20.0)]
