"""Speed that was kept up."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.vehicles.speeds import KeptUp, kept_up
from models.fixes import Fix
from tests.unit.analytics.vehicles.track import north

MINUTE = timedelta(minutes=1)


def kept(track: list[Fix], lasting: timedelta = MINUTE) -> KeptUp | None:
    return kept_up(track, np.full(len(track), 80.0), lasting, 1.0)


def test_the_excess_is_the_least_of_the_best_minute() -> None:
    found = kept(north([60, 85, 96, 99, 101, 97, 70]))
    assert found is not None
    # 99, 101, 97
    assert found.excess_kmh == pytest.approx(17)
    assert (found.slowest, found.first, found.last) == (5, 1, 5)


@given(st.lists(st.floats(0, 80), min_size=3, max_size=20), st.data())
def test_one_fix_with_any_speed_is_no_speeding(speeds: list[float], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(speeds) - 1))
    speeds[place] = data.draw(st.floats(81, 250))
    found = kept(north(speeds))
    assert found is None or found.excess_kmh <= 1e-9


def test_a_speed_without_way_and_a_gap_are_no_speeding() -> None:
    track = north([100, 100, 100, 100])
    still = [Fix(fix.at, 106.2, 38.5, 100.0) for fix in track]
    assert kept(still) is None
    assert kept(north([100, 100, 100], every_s=130)) is None


def test_a_tracker_that_tells_no_speed_is_not_judged() -> None:
    assert kept([Fix(fix.at, fix.lon, fix.lat) for fix in north([100, 100, 100, 100])]) is None
    assert kept([]) is None
