"""A leak is a step of the quiet flow that lasts; one odd night, a season and a gap are none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.detection.leaks import FEWEST_NIGHTS, Night, Traits, Verdict, judge
from models.detection import LeakReason, WatchState

FIRST = date(2026, 5, 1)
DAY = timedelta(days=1)
USUAL = [9.0, 10, 11, 10, 9, 11, 10] * 4
"""Litres an hour, with a spread of 0.8 by deviation and 1.48 by the median one."""


def night(number: int, litres: float | None, *, heated: bool = False) -> Night:
    return Night(FIRST + number * DAY, None if litres is None else litres / 1000, heated, 0.5)


def judged(litres: Sequence[float | None], traits: Traits | None = None) -> Verdict:
    return judge([night(number, flow) for number, flow in enumerate(litres)], traits or Traits())


def test_one_night_far_above_the_usual_is_a_leak() -> None:
    (leak,) = judged([*USUAL, 20.0]).leaks
    assert (leak.since, leak.decided, leak.ended) == (FIRST + 28 * DAY, FIRST + 28 * DAY, None)
    assert leak.expected_m3h == pytest.approx(0.010)
    assert leak.lost_m3h == pytest.approx(0.010)
    assert leak.m3_per_day == pytest.approx(0.24)
    assert leak.share == pytest.approx(0.48)


def test_a_small_step_needs_several_nights_and_began_with_the_first() -> None:
    (leak,) = judged([*USUAL, 14.0, 14.0, 14.0, 14.0]).leaks
    assert leak.since == FIRST + 28 * DAY
    assert leak.decided > leak.since
    assert leak.latest == FIRST + 31 * DAY


def test_ordinary_nights_are_no_leak() -> None:
    verdict = judged(USUAL * 3)
    assert verdict.leaks == ()
    assert verdict.state is WatchState.READY


def test_one_night_a_little_above_is_forgotten() -> None:
    assert judged([*USUAL, 13.0, *USUAL, 13.0, *USUAL, 13.0, *USUAL]).leaks == ()


def test_a_leak_ends_with_the_first_of_two_quiet_nights() -> None:
    (leak,) = judged([*USUAL, *[30.0] * 5, 10.0, 10.0, 10.0]).leaks
    assert leak.ended == FIRST + 33 * DAY
    assert leak.latest == FIRST + 32 * DAY


def test_one_quiet_night_does_not_end_a_leak() -> None:
    (leak,) = judged([*USUAL, 30.0, 30.0, 10.0, 30.0]).leaks
    assert leak.ended is None


def test_unknown_nights_are_no_evidence_either_way() -> None:
    gaps: list[float | None] = [None] * 5
    (leak,) = judged([*USUAL, *gaps, 30.0, *gaps, 30.0]).leaks
    assert leak.since == FIRST + 33 * DAY
    assert leak.ended is None


def test_too_few_nights_are_learning_and_say_how_many_are_missing() -> None:
    verdict = judged([10.0] * (FEWEST_NIGHTS - 3) + [90.0])
    assert verdict.leaks == ()
    assert verdict.state is WatchState.LEARNING
    assert verdict.nights_missing == 2


def test_the_first_heated_nights_are_not_compared_with_unheated_ones() -> None:
    cold = [night(number, 10.0) for number in range(28)]
    warm = [night(28 + number, 40.0, heated=True) for number in range(8)]
    verdict = judge([*cold, *warm], Traits())
    assert verdict.leaks == ()
    assert verdict.nights_missing == FEWEST_NIGHTS - 8


def test_a_step_of_the_register_is_not_taken_for_a_leak() -> None:
    coarse = Traits(step=0.010)
    assert judged([3.3] * 28 + [6.7, 3.3, 6.7, 3.3], coarse).leaks == ()
    assert judged([3.3] * 28 + [6.7, 3.3, 6.7, 3.3], Traits(step=0.001)).leaks != ()


def test_what_is_lost_in_a_trifle_of_the_daily_use_is_no_finding() -> None:
    nights = [replace(night(number, 10.0), day_use=100.0) for number in range(28)]
    more = [replace(night(28 + number, 60.0), day_use=100.0) for number in range(9)]
    assert judge([*nights, *more], Traits()).leaks == ()


def test_reasons_say_what_shows_a_leak() -> None:
    still = [0.0] * 28 + [10.0] * 2
    assert [leak.reason for leak in judged(still).leaks] == [LeakReason.CONTINUOUS_FLOW]
    assert [leak.reason for leak in judged([*USUAL, 30.0]).leaks] == [LeakReason.NIGHT_STEP]
    above = Traits(has_below=True)
    assert [leak.reason for leak in judged([*USUAL, 30.0], above).leaks] == [LeakReason.BALANCE_STEP]


def test_a_leak_that_runs_already_goes_on_and_ends() -> None:
    (before,) = judged([*USUAL, 30.0]).leaks
    later = [night(100 + number, 30.0) for number in range(3)]
    (still,) = judge(later, Traits(), before).leaks
    assert (still.since, still.latest, still.ended) == (before.since, FIRST + 102 * DAY, None)
    over = [*later, night(103, 10.0), night(104, 10.0)]
    assert judge(over, Traits(), before).leaks[0].ended == FIRST + 103 * DAY


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 40) | st.none(), min_size=20, max_size=60), st.integers(1, 20))
def test_what_comes_later_does_not_change_what_was_decided(flows: list[float | None], later: int) -> None:
    whole, part = judged(flows), judged(flows[:-later])
    assert whole.nights[: len(part.nights)] == part.nights
    assert [(leak.since, leak.decided) for leak in whole.leaks][: len(part.leaks)] == [
        (leak.since, leak.decided) for leak in part.leaks
    ]


def test_nights_that_vary_as_a_bell_curve_are_seldom_taken_for_leaks() -> None:
    randomness = np.random.default_rng(5)
    found = sum(len(judged(randomness.normal(20, 2, 200).tolist()).leaks) for _ in range(50))
    assert found <= 10
