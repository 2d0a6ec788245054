"""How fast a counter rises."""

from hypothesis import given
from hypothesis import strategies as st

from web.console.rates import Rate


def test_the_first_look_gives_no_rate() -> None:
    assert Rate().per_minute(0.0, 100) is None


def test_a_rate_is_the_rise_over_the_time() -> None:
    rate = Rate()
    rate.per_minute(10.0, 1_000)
    assert rate.per_minute(15.0, 1_500) == 6_000.0


def test_what_was_more_than_a_minute_ago_is_forgotten() -> None:
    rate = Rate()
    for second in range(0, 60, 5):
        rate.per_minute(float(second), second * 100)
    seen = [rate.per_minute(float(second), 6_000) for second in range(60, 121, 5)]
    assert seen[-1] == 0.0


def test_a_counter_that_was_reset_begins_anew() -> None:
    rate = Rate()
    rate.per_minute(0.0, 5_000)
    assert rate.per_minute(5.0, 10) is None
    assert rate.per_minute(10.0, 20) == 120.0


@given(st.lists(st.integers(0, 1_000), min_size=2, max_size=50), st.floats(0.5, 20))
def test_a_counter_that_only_rises_never_has_a_negative_rate(rises: list[int], step: float) -> None:
    rate, count = Rate(), 0
    for number, rise in enumerate(rises):
        count += rise
        seen = rate.per_minute(number * step, count)
        assert seen is None or 0 <= seen <= max(rises) / step * 60 * 1.000001
