"""Laws of the register engine, whatever the readings are."""

from dataclasses import fields
from random import Random

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analytics.accounts import Account, Exceptions, Gaps, Hours, merged
from analytics.belief import believed
from analytics.hours import hourly_consumption
from analytics.pace import pace
from analytics.registers import in_order, installations, points
from analytics.segments import BIT, segments
from models.consumption import HourReason
from models.registers import InstalledMeter
from tests.unit.analytics.meters import QUARTER, arrays, at, installed, readings

MODULUS = 1000.0

minutes = st.integers(0, 3000)
registers = st.one_of(
    st.integers(0, 999).map(float),
    st.floats(0, 999.9),
    st.sampled_from([0.0, 500.0, 500.25, 500.5, 501.0, 998.0, 999.5]),
)
rows = st.lists(st.tuples(minutes, registers), max_size=60, unique_by=lambda row: row[0])
meters = st.builds(
    installed,
    modulus=st.sampled_from([None, MODULUS]),
    multiplier=st.sampled_from([1.0, 40.0, 0.1]),
    max_rate_per_hour=st.sampled_from([None, 2.0, 50.0]),
    start_register=st.sampled_from([None, 0.0, 500.0]),
    end_register=st.sampled_from([None, 501.0]),
    valid_to=st.sampled_from([None, at(3001)]),
    two_way=st.booleans(),
)


def equal(one: Account, other: Account) -> bool:
    return all(same(getattr(one, table.name), getattr(other, table.name)) for table in fields(Account))


def same(one: Hours | Exceptions | Gaps, other: Hours | Exceptions | Gaps) -> bool:
    return all(
        getattr(one, column.name).tobytes() == getattr(other, column.name).tobytes() for column in fields(one)
    )


@given(rows, meters)
def test_hours_and_steps_set_aside_add_up_to_the_registers(
    given_rows: list[tuple[int, float]], meter: InstalledMeter
) -> None:
    given, installations = readings(given_rows), arrays(meter)
    account = hourly_consumption(given, installations)
    of = points(given, installations)
    known = pace(of, installations)
    believed_points = believed(of, installations, known)
    kept = of.value[believed_points]
    between, _ = segments(of, installations, known, np.flatnonzero(believed_points))
    continued = between.amount[between.reasons & BIT[HourReason.EXTRAPOLATED] != 0].sum()
    total = account.hours.amount.sum() + account.aside.value.sum() - continued
    if len(kept) < 2:
        assert total == 0
        return
    difference = (kept[-1] - kept[0]) * meter.multiplier
    if meter.modulus is None:
        assert total == pytest.approx(difference, abs=1e-9 * MODULUS * meter.multiplier)
        return
    rollovers = (total - difference) / (MODULUS * meter.multiplier)
    assert rollovers == pytest.approx(round(rollovers), abs=1e-9)


@given(rows, meters)
def test_hours_are_never_negative_unless_the_meter_runs_both_ways(
    given_rows: list[tuple[int, float]], meter: InstalledMeter
) -> None:
    hours = hourly_consumption(readings(given_rows), arrays(meter)).hours
    assert meter.two_way or (hours.amount >= 0).all()
    assert ((hours.coverage >= 0) & (hours.coverage <= 1)).all()
    assert (np.abs(hours.estimated) <= np.abs(hours.amount) * (1 + 1e-12) + 1e-12).all() or meter.two_way


@given(
    st.integers(0, 400_000),
    st.lists(st.integers(0, 3), min_size=12, max_size=30),
    st.integers(2, 10),
    st.sampled_from([1.0, 40.0, 0.1]),
)
@example(first=123_272, litres=[0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1], glitch=8, multiplier=1.0)
def test_a_slow_register_does_not_turn_back_where_a_glitch_was_skipped(
    first: int, litres: list[int], glitch: int, multiplier: float
) -> None:
    """Registers of litres: the rates beside a glitch end at a reading, and no rounding may be left over."""
    standing = np.cumsum([first, *litres]) / 1000
    given_rows = [(15 * place, float(value)) for place, value in enumerate(standing)]
    given_rows[glitch] = (15 * glitch, 0.0)
    hours = hourly_consumption(readings(given_rows), arrays(installed(multiplier=multiplier))).hours
    assert (hours.amount >= 0).all()


@given(rows, meters, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    given_rows: list[tuple[int, float]], meter: InstalledMeter, random: Random
) -> None:
    shuffled = list(given_rows)
    random.shuffle(shuffled)
    installations = arrays(meter)
    one = hourly_consumption(readings(given_rows), installations)
    assert equal(one, hourly_consumption(readings(shuffled), installations))


@given(rows, meters)
def test_every_reading_in_place_is_believed_or_flagged(
    given_rows: list[tuple[int, float]], meter: InstalledMeter
) -> None:
    given, installations = readings(given_rows), arrays(meter)
    of = points(given, installations)
    account = hourly_consumption(given, installations)
    assert int(believed(of, installations, pace(of, installations)).sum()) + len(account.flagged.at) == len(
        of.at
    )


@given(st.lists(st.tuples(rows, meters), min_size=1, max_size=4), st.integers(0, 4))
def test_meters_computed_apart_come_to_what_they_come_to_together(
    given_meters: list[tuple[list[tuple[int, float]], InstalledMeter]], cut: int
) -> None:
    def account(numbers: range) -> Account:
        parts = [readings(given_meters[number][0]) for number in numbers]
        meter = np.repeat(np.array(numbers, dtype=np.int64), [len(part.at) for part in parts])
        at = np.concatenate([np.empty(0, "datetime64[us]"), *(part.at for part in parts)])
        value = np.concatenate([np.empty(0), *(part.value for part in parts)])
        rows = [(number, QUARTER, given_meters[number][1]) for number in numbers]
        return hourly_consumption(in_order(meter, at, value), installations(rows))

    count = len(given_meters)
    apart = merged([account(range(min(cut, count))), account(range(min(cut, count), count))])
    assert equal(apart, account(range(count)))


@given(rows, meters)
def test_computing_twice_gives_the_same(given_rows: list[tuple[int, float]], meter: InstalledMeter) -> None:
    given = readings(given_rows)
    again = readings([*given_rows, *given_rows])
    assert equal(hourly_consumption(given, arrays(meter)), hourly_consumption(again, arrays(meter)))
