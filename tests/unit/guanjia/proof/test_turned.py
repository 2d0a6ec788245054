"""What a register turned, from its readings alone."""

from dataclasses import replace

import pytest

from guanjia.proof.turned import turned
from tests.unit.guanjia.proof.books import METER, at, books, until


def test_a_register_turned_from_its_first_to_its_last_reading_times_the_multiplier() -> None:
    found = turned(replace(METER, multiplier=40.0), books([100, 101, 103.5]))
    assert (found.first, found.last) == (100, 103.5)
    assert (found.first_at, found.last_at) == (at(0), at(2))
    assert found.difference == 140
    assert found.moved == 140


def test_recorded_registers_bound_the_readings() -> None:
    found = turned(replace(until(3, 12.5), start_register=8.0), books([9, 10, 11, 999]))
    assert (found.first, found.last, found.difference) == (8, 12.5, 4.5)


def test_a_fall_that_is_not_set_aside_is_a_rollover() -> None:
    found = turned(replace(METER, modulus=10_000), books([9_999.5, 0.25, 9_999.75, 0.5]))
    assert found.rollovers == 2
    assert found.difference == pytest.approx(10_001)
    assert found.falls == 0


def test_a_fall_that_is_set_aside_is_none() -> None:
    found = turned(replace(METER, modulus=10_000), books([500, 3, 4], aside={1: -497}))
    assert (found.rollovers, found.difference, found.moved, found.falls) == (0, -496, 498, 0)


def test_a_fall_without_modulus_that_is_not_set_aside_is_not_explained() -> None:
    assert turned(METER, books([500, 3, 4])).falls == 1
    assert turned(replace(METER, two_way=True), books([500, 3, 4])).falls == 0


def test_a_two_way_register_wraps_by_the_shorter_way_round() -> None:
    both = replace(METER, modulus=1_000, two_way=True)
    assert turned(both, books([990, 5])).rollovers == 1
    back = turned(both, books([5, 990]))
    assert (back.rollovers, back.difference) == (-1, -15)
    assert turned(both, books([500, 490])).difference == -10


def test_a_skipped_reading_counts_for_nothing() -> None:
    found = turned(METER, books([100, 0, 102], flagged=[1]))
    assert (found.difference, found.moved, found.falls, found.carried_on) == (2, 2, 0, 0)


@pytest.mark.parametrize(
    ("registers", "flagged", "carried"),
    [
        ([100, 101, 0, 0], [2, 3], 2),
        ([0, 100, 101], [0], 1),
        ([0, 100, 101, 103, 0], [0, 4], 1 + 2),
        # a skipped one between: half as fast
        ([100, 0, 101, 0], [1, 3], 0.5),
        # more than three in a row are left out
        ([100, 101, 0, 0, 0, 0], [2, 3, 4, 5], 0),
        ([100, 0], [1], 0),
    ],
)
def test_readings_skipped_at_an_open_end_stand_for_the_rate_beside_them(
    registers: list[float], flagged: list[int], carried: float
) -> None:
    assert turned(METER, books(registers, flagged=flagged)).carried_on == pytest.approx(carried)


def test_no_rate_is_carried_on_from_a_step_that_was_set_aside_or_too_long() -> None:
    assert turned(METER, books([100, 900, 0], flagged=[2], aside={1: 800})).carried_on == 0
    far = replace(METER, start_register=90.0, valid_from=at(-3))
    assert turned(far, books([100, 0], flagged=[1])).carried_on == 0


def test_a_recorded_end_is_believed_whatever_was_skipped_before_it() -> None:
    found = turned(until(3, 103.0), books([100, 101, 0], flagged=[2]))
    assert (found.difference, found.carried_on) == (3, 0)


def test_a_meter_nobody_read_turned_nothing() -> None:
    found = turned(METER, books([]))
    assert (found.difference, found.moved, found.first_at, found.last_at) == (0, 0, None, None)
