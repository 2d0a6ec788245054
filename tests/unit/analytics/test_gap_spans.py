"""Which stored hours lie beside the rewritten ones."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.windows import BEGINNING, END, Span
from analytics.worker.gaps import outside

spans = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: Span(pair[0], sum(pair)))


def instants(parts: list[Span]) -> list[int]:
    return [at for part in parts for at in range(part.start, part.end)]


@given(st.lists(spans, max_size=6), spans)
def test_what_lies_outside_is_what_no_span_holds(rewritten: list[Span], of: Span) -> None:
    held = set(instants(rewritten))
    assert instants(outside(rewritten, of)) == [at for at in instants([of]) if at not in held]


def test_nothing_lies_outside_a_span_without_ends() -> None:
    assert outside([Span(BEGINNING, END)], Span(3, 9)) == []
    assert outside([Span(BEGINNING, 5), Span(7, END)], Span(3, 9)) == [Span(5, 7)]
