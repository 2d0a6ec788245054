"""A register that stood still for three hours does not flow, and a coarse one is not taken to stand still."""

import numpy as np

from analytics.detection.flowing import flowing_hours

NAN = float("nan")


def test_hours_since_the_register_stood_still() -> None:
    assert flowing_hours(np.array([5.0, 0, 1, 0, 4, 0, 3, 2]) / 1000, 0.001) == 4


def test_a_coarse_register_flows_though_hours_lack_a_step() -> None:
    assert flowing_hours(np.array([0.0, 10, 10, 0, 10, 10]) / 1000, 0.010) == 6


def test_a_register_that_stands_still_now_does_not_flow() -> None:
    assert flowing_hours(np.array([5.0, 5, 5, 0, 0, 0]) / 1000, 0.001) == 0


def test_hours_before_an_unknown_one_are_not_counted() -> None:
    assert flowing_hours(np.array([5.0, 5, NAN, 5, 5, 5]) / 1000, 0.001) == 3


def test_nothing_is_known_where_the_last_hours_are_not() -> None:
    assert flowing_hours(np.array([5.0, 5, 5, 5, NAN]) / 1000, 0.001) is None
    assert flowing_hours(np.array([5.0, 5]), 0.001) is None
