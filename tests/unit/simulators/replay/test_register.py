import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.quantities import BY_NAME
from simulators.replay.map import Cell, Rule, Stamped
from simulators.replay.register import Register

HOUR = 3_600_000


def rule(stamped: Stamped = Stamped.START, start: float = 0.0, most: float | None = None) -> Rule:
    return Rule(
        column="c",
        device="d",
        quantity="volume_m3",
        cell=Cell.INTERVAL,
        stamped=stamped,
        start_register=start,
        max_step=most,
    )


def shown(register: Register, hours: list[int], cells: list[float]) -> list[tuple[float, float]]:
    """Return (hour, register) of what is sent for rows stamped at some hours."""
    rows, at = np.arange(len(hours)), np.asarray(hours, dtype=np.int64) * HOUR
    read = register.readings(rows, at, np.asarray(cells, dtype=np.float64))
    return sorted(zip((read.at / HOUR).tolist(), read.shown.tolist(), strict=True))


def test_an_interval_stamped_at_its_start_shows_in_the_reading_at_its_end() -> None:
    assert shown(Register(rule(start=10.0), HOUR), [0, 1], [2.0, 3.0]) == [(0, 10), (1, 12), (2, 15)]


def test_an_interval_stamped_at_its_end_shows_in_the_reading_at_its_stamp() -> None:
    sent = shown(Register(rule(Stamped.END), HOUR), [1, 2], [2.0, 3.0])
    assert sent == [(0, 0), (1, 2), (2, 5)]


def test_after_a_gap_only_what_the_file_says_is_sent() -> None:
    assert shown(Register(rule(), HOUR), [0, 5], [2.0, 3.0]) == [(0, 0), (1, 2), (6, 5)]


def test_a_gap_of_one_interval_leaves_no_reading_that_would_make_it_an_hour_without_use() -> None:
    sent = shown(Register(rule(), HOUR), [0, 2], [2.0, 3.0])
    assert 2 not in [hour for hour, _ in sent]


def test_a_gap_between_two_chunks_is_a_gap_like_any_other() -> None:
    register = Register(rule(), HOUR)
    assert shown(register, [0], [2.0]) == [(0, 0), (1, 2)]
    assert shown(register, [1], [4.0]) == [(2, 6)]
    assert shown(register, [], []) == []
    assert shown(register, [7], [1.0]) == [(8, 7)]


def test_a_column_that_begins_late_has_its_start_register_there() -> None:
    register = Register(rule(start=5.0), HOUR)
    assert shown(register, [], []) == []
    assert shown(register, [4], [1.0]) == [(4, 5), (5, 6)]


def test_an_impossible_step_is_sent_beyond_the_range_and_does_not_move_the_register() -> None:
    register = Register(rule(start=50.0, most=100.0), HOUR)
    highest = BY_NAME["volume_m3"].high
    sent = shown(register, [0, 1, 2, 3], [1.0, -2.5, 7000.0, 2.0])
    assert sent == [(0, 50), (1, 51), (2, -2.5), (3, highest + 7000), (4, 53)]
    assert register.impossible == 2


@given(
    steps=st.lists(st.floats(0, 1e4), min_size=1, max_size=60),
    cut=st.integers(0, 60),
    start=st.floats(0, 1e6),
)
def test_the_register_s_difference_is_the_sum_of_the_file(steps: list[float], cut: int, start: float) -> None:
    register = Register(rule(start=start), HOUR)
    hours = list(range(len(steps)))
    sent = shown(register, hours[:cut], steps[:cut]) + shown(register, hours[cut:], steps[cut:])
    values = [value for _, value in sent]
    assert len(sent) == len(steps) + 1
    assert values == sorted(values)
    # shown to a litre at both ends, however many steps there were
    assert values[-1] - values[0] == pytest.approx(sum(steps), abs=0.001 + 1e-6)
