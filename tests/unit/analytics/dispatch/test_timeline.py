"""What touches a span of time is found, whatever else there is."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from analytics.dispatch.timeline import Timeline

_SPANS = st.tuples(st.integers(0, 40), st.integers(0, 15)).map(lambda each: (each[0], each[0] + each[1]))


def at(hour: int) -> datetime:
    return datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=hour)


@given(st.lists(_SPANS), _SPANS)
def test_all_that_touches_a_span_is_found_in_order_and_nothing_that_begins_after_it(
    spans: list[tuple[int, int]], asked: tuple[int, int]
) -> None:
    line = Timeline(spans, lambda span: (at(span[0]), at(span[1])))
    found = list(line.around(at(asked[0]), at(asked[1])))
    touching = [span for span in spans if span[0] <= asked[1] and span[1] >= asked[0]]
    assert sorted(touching) == sorted(span for span in found if span[1] >= asked[0])
    assert all(span[0] <= asked[1] for span in found)
    assert [span[0] for span in found] == sorted(span[0] for span in found)
