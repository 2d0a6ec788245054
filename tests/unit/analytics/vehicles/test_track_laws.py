"""Order of arrival and the range that is read change nothing."""

from datetime import datetime, timedelta
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analytics.vehicles.judging import judged
from analytics.vehicles.late import MARGIN, renewed
from analytics.vehicles.movement import movement
from analytics.vehicles.pieces import Piece, TripRules
from analytics.vehicles.track import Track, in_order, instant, joined, milliseconds
from models.track_window import Window
from tests.unit.analytics.vehicles.roads import Part, edited, in_gcj02, road

RULES = TripRules()

stays = st.builds(Part, st.integers(60, 10_000), st.just(0.0), st.just(0.0), st.sampled_from([30, 300, 900]))
drives = st.builds(
    Part, st.integers(60, 1500), st.floats(0.5, 35), st.floats(0, 6.28), st.sampled_from([10, 30, 60])
)
faults = st.lists(
    st.tuples(
        st.integers(0, 1000),
        st.integers(1, 4),
        st.sampled_from(["zero", "weak", "jump", "near", "repeated", "gcj02"]),
    ),
    max_size=8,
)


def spoilt(track: Track, wrong: list[tuple[int, int, str]]) -> Track:
    for seed, count, kind in wrong:
        first = seed % len(track)
        places = list(range(first, min(first + count, len(track))))
        if kind == "gcj02":
            track = in_gcj02(track, places)
        elif kind == "zero":
            track = edited(track, places, lon=0.0, lat=0.0)
        elif kind == "weak":
            track = edited(track, places, satellites=2)
        elif kind == "repeated":
            track = edited(track, places, lon=track.lon[places[0]], lat=track.lat[places[0]])
        else:
            away = 0.7 if kind == "jump" else 0.002
            track = edited(track, places, lat=track.lat[places] + away)
    return track


def a_day(parts: list[Part], wrong: list[tuple[int, int, str]], seed: int) -> Track:
    return spoilt(road(*parts, noise_m=3.0, seed=seed), wrong)


parts = st.one_of(stays, drives)
days = st.builds(a_day, st.lists(parts, min_size=1, max_size=16), faults, st.integers(0, 5))
long_days = st.builds(a_day, st.lists(parts, min_size=15, max_size=50), faults, st.integers(0, 5))


def same(track: Track, other: Track) -> bool:
    return all(
        getattr(track, name).tobytes() == getattr(other, name).tobytes()
        for name in Track.__dataclass_fields__
    )


@given(days, st.randoms(use_true_random=False), st.integers(0, 20))
def test_shuffled_and_duplicated_fixes_give_the_same_trips(track: Track, random: Random, twice: int) -> None:
    known = movement(track)
    order = list(range(len(track))) + [place % len(track) for place in range(twice)]
    random.shuffle(order)
    found = movement(track.take(np.array(order)))
    assert found.pieces == known.pieces


@given(days, st.randoms(use_true_random=False), st.lists(st.integers(0, 1000), max_size=6))
def test_other_values_of_one_instant_are_resolved_alike(
    track: Track, random: Random, places: list[int]
) -> None:
    chosen = np.array([place % len(track) for place in places], dtype=np.intp)
    other = track.take(chosen)
    other = edited(other, list(range(len(other))), lon=other.lon + 0.001, satellites=11)
    both = joined([track, other])
    order = list(range(len(both)))
    random.shuffle(order)
    shuffled = both.take(np.array(order))
    assert same(in_order(shuffled), in_order(both))
    assert judged(shuffled).doubts.tobytes() == judged(both).doubts.tobytes()
    assert movement(shuffled).pieces == movement(both).pieces


@given(days)
def test_pieces_follow_each_other_and_their_times_add_up(track: Track) -> None:
    found = movement(track)
    for piece, behind in zip(found.pieces, found.pieces[1:], strict=False):
        assert piece.end == behind.start
        assert type(piece) is not type(behind)
    for stop in found.stops:
        assert stop.end - stop.start >= RULES.stop_duration
    for trip in found.trips:
        lasting = trip.driving_s + trip.idling_s + trip.stopped_s + trip.gap_s
        assert abs(lasting - (trip.end - trip.start).total_seconds()) < 1e-6


class Book:
    """The pieces of a track that is known, as a table keeps them, and the fixes that there are now."""

    def __init__(self, known: Track, now: Track) -> None:
        self.pieces = list(movement(known).pieces)
        self.track = in_order(now)

    def window(self, since: datetime, until: datetime) -> Window:
        before = [piece.start for piece in self.pieces if piece.end < since]
        behind = [piece.end for piece in self.pieces if piece.start > until]
        return Window(max(before, default=None), min(behind, default=None))

    def stored(self, within: Window) -> list[Piece]:
        return [
            piece
            for piece in self.pieces
            if (within.first is None or piece.start >= within.first)
            and (within.last is None or piece.end <= within.last)
        ]

    def computed(self, within: Window) -> list[Piece]:
        start, end = (None if at is None else milliseconds(at) for at in (within.first, within.last))
        return list(movement(self.track.within(start, end)).pieces)

    def renew(self, since: datetime, until: datetime) -> None:
        gone, new = renewed(self, since, until)
        left = [piece for piece in self.pieces if piece not in gone]
        self.pieces = sorted([*left, *new], key=lambda piece: piece.start)


@given(long_days, st.floats(0, 1), st.floats(0, 0.1), st.floats(0, 1))
def test_late_fixes_change_what_they_touch_as_if_they_had_been_there(
    track: Track, begin: float, share: float, kept: float
) -> None:
    first = int(begin * (len(track) - 1))
    last = min(first + int(share * len(track)), len(track) - 1)
    places = np.arange(len(track))
    is_late = (places >= first) & (places <= last) & ((places * 7919) % 100 >= kept * 100)
    if is_late.all() or not is_late.any():
        return
    late = in_order(track.take(is_late))
    book = Book(track.take(~is_late), track)
    book.renew(instant(late.at[0]), instant(late.at[-1]))
    assert tuple(book.pieces) == movement(track).pieces


@given(long_days, st.floats(0, 1), st.floats(0, 1))
def test_any_range_gives_the_pieces_of_the_whole(track: Track, one: float, other: float) -> None:
    ends = instant(track.at.min()), instant(track.at.max())
    start, end = sorted(ends[0] + share * (ends[1] - ends[0]) for share in (one, other))
    book = Book(track, track)
    assert renewed(book, start, end) == ([], [])


def test_what_is_read_is_little_of_a_long_track() -> None:
    speed = 15.0
    week = [
        part
        for _ in range(20)
        for part in (
            Part(20_000, every_s=900),
            Part(1200, speed),
            Part(3000, every_s=600),
            Part(1200, speed, 3.1416),
        )
    ]
    track = road(*week, noise_m=2.0)
    middle = instant(track.at[len(track) // 2])
    within = Book(track, track).window(middle - MARGIN, middle + MARGIN)
    assert within.first is not None
    assert within.last is not None
    assert within.last - within.first < timedelta(days=1.5)
