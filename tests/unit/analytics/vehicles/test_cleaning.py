"""Which fixes are believed."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.vehicles.cleaning import cleaned
from models.fixes import Fix
from tests.unit.analytics.vehicles.track import BEGIN, at_home, away, north

fixes = st.builds(
    Fix,
    st.integers(0, 3600).map(lambda seconds: BEGIN + timedelta(seconds=seconds)),
    st.sampled_from([0.0, 106.2, 106.21, 107.5]),
    st.sampled_from([0.0, 38.5, 38.501, 39.5]),
    st.none() | st.floats(0, 200),
    st.none() | st.integers(0, 20),
    st.none() | st.booleans(),
)


@given(st.lists(fixes, max_size=30), st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter(track: list[Fix], random: Random) -> None:
    shuffled = list(track)
    random.shuffle(shuffled)
    assert cleaned(shuffled) == cleaned(track)


@given(st.lists(fixes, max_size=30))
def test_cleaning_is_done_once_and_in_order_of_time(track: list[Fix]) -> None:
    once = cleaned(track)
    assert [fix.at for fix in once] == sorted({fix.at for fix in once})
    assert {fix.at for fix in once} <= {fix.at for fix in track}
    assert {(fix.lon, fix.lat) for fix in once} <= {(fix.lon, fix.lat) for fix in track}


@pytest.mark.parametrize(
    "bad",
    [
        away(75, 40),
        away(75, 0.8, is_on=False),
        replace(away(75, 0.01), satellites=3),
        replace(away(75, 0), lon=0.0, lat=0.0),
    ],
    ids=["jump", "parked and moved", "few satellites", "null island"],
)
def test_a_bad_fix_is_left_out(bad: Fix) -> None:
    track = at_home(6)
    assert cleaned([*track, bad]) == track


def test_the_newest_fix_is_a_jump_until_two_more_agree() -> None:
    track = at_home(5)
    far = [away(150 + 30 * n, 40) for n in range(3)]
    assert cleaned([*track, *far[:2]]) == track
    assert cleaned([*track, *far]) == [*track, *far]


def test_a_drive_and_a_long_gap_are_no_jumps() -> None:
    drive = north([0, 40, 110, 130, 60, 0])
    later = away(7200, 150)
    assert cleaned([*drive, later]) == [*drive, later]
