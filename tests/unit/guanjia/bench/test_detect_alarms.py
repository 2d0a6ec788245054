"""Alarms of unusual days are laid beside what was planted; labels and causes are checked by hand."""

from datetime import date, timedelta

import numpy as np
import pytest

from guanjia.bench.detect_alarms import Cause, Known, matched
from guanjia.bench.detect_days import Alarm
from guanjia.bench.detect_scene import HISTORY_DAYS, JUDGED_DAYS
from guanjia.bench.detect_unusual import Kind, Unusual, extra_use, planted, with_unusual

MAIN, FLOOR, OTHER = 0, 1, 2
MONDAY = date(2026, 6, 1)
ABOVE = {FLOOR: MAIN, OTHER: MAIN}
NOBODY = Known(ABOVE, {}, {}, {})
BUSY = Unusual(FLOOR, Kind.BUSY, MONDAY, MONDAY + timedelta(days=2), 8, 2.0)

DAYS = HISTORY_DAYS + JUDGED_DAYS
BEGIN = date(2026, 3, 2)
WORKED = np.arange(DAYS) % 7 < 5


def alarm(meter: int, newest: date, *, seen: float = 3.0, expected: float = 1.0) -> Alarm:
    days = (newest - timedelta(days=1), newest)
    return Alarm(meter, newest + timedelta(days=1), days, seen, expected, 9.0)


def cause_of(one: Alarm, known: Known = NOBODY) -> Cause:
    return matched([BUSY], [one], known).caused[0][1]


def test_the_delay_runs_from_the_beginning_to_seven_on_the_first_morning_that_told() -> None:
    second, later = alarm(FLOOR, MONDAY + timedelta(days=1)), alarm(FLOOR, MONDAY + timedelta(days=2))
    found = matched([BUSY], [later, second], NOBODY).found
    assert found[0].delay == timedelta(days=1, hours=23)


@pytest.mark.parametrize(("after", "is_found"), [(-1, False), (0, True), (3, True), (4, False)])
def test_an_alarm_finds_a_use_if_one_of_its_days_is_one_of_the_use(after: int, is_found: bool) -> None:
    one = alarm(FLOOR, MONDAY + timedelta(days=after))
    result = matched([BUSY], [one], NOBODY)
    assert (result.found[0].delay is not None) is is_found
    assert (result.caused[0][1] is Cause.PLANTED) is is_found


def test_an_alarm_at_another_meter_does_not_find_a_use_and_is_in_vain() -> None:
    result = matched([BUSY], [alarm(OTHER, MONDAY)], NOBODY)
    assert result.found[0].delay is None
    assert result.caused[0][1] is Cause.NOTHING


@pytest.mark.parametrize(("extra", "cause"), [(1.0, Cause.BELOW), (0.99, Cause.NOTHING)])
def test_a_use_below_is_the_cause_if_it_makes_up_half_of_the_unexpected(extra: float, cause: Cause) -> None:
    known = Known(ABOVE, {FLOOR: {MONDAY: extra}}, {}, {})
    assert cause_of(alarm(MAIN, MONDAY), known) is cause


@pytest.mark.parametrize(("leak", "cause"), [(1.2, Cause.LEAK), (0.2, Cause.NOTHING)])
def test_a_leak_is_the_cause_if_it_makes_up_half_of_the_unexpected(leak: float, cause: Cause) -> None:
    known = Known(ABOVE, {}, {OTHER: {MONDAY: leak}}, {})
    assert cause_of(alarm(MAIN, MONDAY), known) is cause
    assert cause_of(alarm(OTHER, MONDAY), known) is cause
    assert cause_of(alarm(FLOOR, MONDAY - timedelta(days=9)), known) is Cause.NOTHING


def test_a_fault_is_the_cause_at_its_own_meter_only() -> None:
    known = Known(ABOVE, {}, {}, {OTHER: frozenset({MONDAY - timedelta(days=1)})})
    assert cause_of(alarm(OTHER, MONDAY), known) is Cause.FAULT
    assert cause_of(alarm(MAIN, MONDAY), known) is Cause.NOTHING


def test_what_was_planted_comes_before_leaks_and_faults() -> None:
    known = Known(ABOVE, {}, {FLOOR: {MONDAY: 9.0}}, {FLOOR: frozenset({MONDAY})})
    assert cause_of(alarm(FLOOR, MONDAY), known) is Cause.PLANTED


def test_a_seed_plants_the_same_on_different_meters_half_of_each_kind() -> None:
    uses = planted(3, WORKED, BEGIN, range(12))
    assert uses == planted(3, WORKED, BEGIN, range(12))
    assert len({use.meter for use in uses}) == len(uses) == 2 * sum(use.kind is Kind.BUSY for use in uses)
    first, last = BEGIN + timedelta(days=HISTORY_DAYS), BEGIN + timedelta(days=DAYS - 1)
    assert all(first <= use.first < use.last < last for use in uses)


def test_busy_days_use_the_multiple_and_only_in_working_hours() -> None:
    hours = np.ones((DAYS, 24))
    start = BEGIN + timedelta(days=HISTORY_DAYS)
    extra = extra_use(hours, WORKED, BEGIN, Unusual(0, Kind.BUSY, start, start + timedelta(days=1), 8, 2.5))
    assert extra.sum(axis=1)[HISTORY_DAYS : HISTORY_DAYS + 3] == pytest.approx([36.0, 36.0, 0.0])
    assert not extra[:, :8].any()
    assert not extra[:, 18:].any()


def test_what_was_left_on_runs_from_the_evening_before_until_the_morning_after() -> None:
    hours = np.ones((DAYS, 24))
    friday = BEGIN + timedelta(days=HISTORY_DAYS + 4)
    use = Unusual(0, Kind.LEFT_ON, friday, friday + timedelta(days=3), 18, 0.5)
    extra = extra_use(hours, WORKED, BEGIN, use).sum(axis=1)
    assert extra[HISTORY_DAYS + 4 : HISTORY_DAYS + 9] == pytest.approx([3.0, 12.0, 12.0, 3.5, 0.0])


def test_a_use_shows_at_its_meter_and_above_in_a_copy_and_unmeasured_hours_stay_so() -> None:
    hours = np.ones((3, DAYS, 24))
    hours[MAIN, HISTORY_DAYS, 9] = np.nan
    start = BEGIN + timedelta(days=HISTORY_DAYS)
    use = Unusual(FLOOR, Kind.BUSY, start, start + timedelta(days=1), 8, 2.0)
    copy = with_unusual(hours, WORKED, BEGIN, [use], ABOVE)
    assert np.nansum(hours) == hours.size - 1
    assert np.nansum(copy[FLOOR] - hours[FLOOR]) == pytest.approx(48.0)
    assert np.nansum(copy[MAIN] - hours[MAIN]) == pytest.approx(48.0 - 2.4)
    assert np.isnan(copy[MAIN, HISTORY_DAYS, 9])
    assert np.array_equal(copy[OTHER], hours[OTHER])
