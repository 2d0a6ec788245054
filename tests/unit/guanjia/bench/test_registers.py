"""The registers of `guanjia bench hours` are what they claim to be."""

from datetime import timedelta

import numpy as np

from guanjia.bench.registers import MAX_RATE_PER_HOUR, SMALL_MODULUS, Extent, made_up

YEAR = Extent(20, 365, timedelta(minutes=15))


def test_the_same_seed_gives_the_same_registers() -> None:
    small = Extent(3, 10, timedelta(minutes=30))
    one, again, other = made_up(small, 1), made_up(small, 1), made_up(small, 2)
    assert np.array_equal(one.value, again.value, equal_nan=True)
    assert not np.array_equal(one.value, other.value, equal_nan=True)


def test_a_year_holds_gaps_glitches_rollovers_and_swaps() -> None:
    registers = made_up(YEAR, 1)
    steps = np.diff(registers.value, axis=0)
    assert np.isnan(registers.value).any(axis=0).all()
    assert (steps < -SMALL_MODULUS / 2).sum() >= 4
    assert [len(installed) for installed in registers.installed].count(2) == 2


def test_most_steps_are_such_as_a_meter_can_count() -> None:
    steps = np.diff(made_up(YEAR, 1).value, axis=0)
    known = steps[~np.isnan(steps)]
    assert ((known >= 0) & (known <= MAX_RATE_PER_HOUR)).mean() > 0.99


def test_a_swapped_meter_ends_where_its_register_stood() -> None:
    registers = made_up(YEAR, 1)
    old, new = next(installed for installed in registers.installed if len(installed) == 2)
    assert old.end_register is not None
    assert 0 <= old.end_register < old.modulus
    assert new.start_register == 0
    assert old.valid_from < new.valid_from


def test_days_take_every_slot_once() -> None:
    registers = made_up(Extent(2, 3, timedelta(minutes=15)), 1)
    slots = [slot for first, after in registers.days() for slot in range(first, after)]
    assert slots == list(range(registers.extent.slots))
