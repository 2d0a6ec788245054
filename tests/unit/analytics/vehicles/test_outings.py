"""Outings: from leaving home to standing at home again, whatever is read, and in whatever order."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analytics.vehicles.outings import AT_HOME_M, Halt, Leg, Outing, outings

_BEGIN = datetime(2026, 11, 2, tzinfo=UTC)
_HOME = -100.0
Piece = Leg | Halt


def day(*places: float, reach: float | None = None) -> list[Piece]:
    """Return stops so far outside of home [m], an hour each, with trips of 10 km and half an hour between."""
    at, pieces = _BEGIN, list[Piece]()
    for number, place in enumerate(places):
        if number:
            furthest = max(place, places[number - 1]) if reach is None else reach
            pieces.append(Leg(at, at + timedelta(minutes=30), 10_000.0, furthest))
            at += timedelta(minutes=30)
        pieces.append(Halt(at, at + timedelta(hours=1), 106.2, 38.5, place))
        at += timedelta(hours=1)
    return pieces


def found(pieces: Sequence[Piece]) -> list[Outing]:
    return outings(
        [piece for piece in pieces if isinstance(piece, Leg)],
        [piece for piece in pieces if isinstance(piece, Halt)],
    )


def test_two_trips_with_a_stay_between_them_are_one_outing() -> None:
    (outing,) = found(day(_HOME, 9_000.0, _HOME))
    assert outing.started_at == _BEGIN + timedelta(hours=1)
    assert outing.ended_at == _BEGIN + timedelta(hours=3)
    assert (outing.trips, outing.distance_m, outing.furthest_m) == (2, 20_000.0, 9_000.0)
    assert outing.longest is not None
    assert outing.longest.lasting_s == 3600


def test_who_is_not_home_again_is_under_way() -> None:
    ended, under_way = found(day(_HOME, 9_000.0, _HOME, 500.0))
    assert ended.ended_at is not None
    assert under_way.ended_at is None


def test_a_drive_within_home_is_none() -> None:
    assert not found(day(_HOME, _HOME, reach=AT_HOME_M))


def test_a_round_without_a_stop_is_one() -> None:
    (outing,) = found(day(_HOME, _HOME, reach=4_000.0))
    assert (outing.furthest_m, outing.longest) == (4_000.0, None)


def test_a_track_that_begins_away_begins_with_its_first_trip() -> None:
    pieces = day(3_000.0, 800.0, _HOME)
    (outing,) = found(pieces)
    assert outing.started_at == pieces[1].start
    # the stop before it is no part of it
    assert outing.furthest_m == 3_000.0
    assert outing.longest == pieces[2]


def test_an_outing_may_last_for_days() -> None:
    pieces = day(_HOME, *[20_000.0] * 60, _HOME)
    (outing,) = found(pieces)
    assert outing.ended_at is not None
    assert outing.ended_at - outing.started_at > timedelta(days=3)
    assert outing.trips == 61


_PLACES = st.lists(st.sampled_from([_HOME, 0.0, AT_HOME_M, 60.0, 5_000.0, 80_000.0]), min_size=1, max_size=30)


@given(places=_PLACES, seed=st.integers(0, 9))
def test_order_of_arrival_changes_nothing(places: list[float], seed: int) -> None:
    pieces = day(*places)
    shuffled = [pieces[place] for place in np.random.default_rng(seed).permutation(len(pieces))]
    assert found(shuffled) == found(pieces)


@given(places=_PLACES, begin=st.integers(0, 58), end=st.integers(1, 59))
def test_any_range_gives_the_outings_between_its_stops_at_home(
    places: list[float], begin: int, end: int
) -> None:
    whole = day(*places)
    part = whole[begin:end]
    homes = [piece for piece in part if isinstance(piece, Halt) and piece.is_home]
    if not homes:
        return
    first, last = homes[0].end, homes[-1].start
    inside = [outing for outing in found(whole) if first <= outing.started_at < last]
    assert [outing for outing in found(part) if first <= outing.started_at < last] == inside


@given(places=_PLACES)
def test_every_trip_that_leaves_home_is_in_one_outing(places: list[float]) -> None:
    pieces = day(*places)
    made = found(pieces)
    for piece in pieces:
        if isinstance(piece, Leg) and piece.furthest_m > AT_HOME_M:
            holding = [
                outing
                for outing in made
                if outing.started_at <= piece.start
                and (outing.ended_at is None or piece.end <= outing.ended_at)
            ]
            assert len(holding) == 1
    assert all(outing.ended_at is not None for outing in made[:-1])
    assert sum(outing.distance_m for outing in made) <= 10_000.0 * (len(places) - 1)
