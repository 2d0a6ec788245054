"""Which hours a recomputed span changes, adds, removes and leaves."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from analytics.accounts import Hours, chosen
from analytics.changes import MARGIN_US, Stretch, changes, placed, stretches
from analytics.registers import HOUR_US
from analytics.windows import BEGINNING, END, Span

START = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp()) * 1_000_000


def span(first: int, after: int) -> Span:
    return Span(START + first * HOUR_US, START + after * HOUR_US)


def hours(*rows: tuple[int, int, float], reasons: int = 0) -> Hours:
    """Return hours from (meter or place, hours after the start, amount)."""
    meter, hour, amount = (np.array(column) for column in zip(*rows, strict=True))
    count = len(rows)
    instants = (START + hour.astype(np.int64) * HOUR_US).view("datetime64[us]")
    bits = np.full(count, reasons, dtype=np.int16)
    return Hours(
        meter.astype(np.int64), instants, amount.astype(float), np.zeros(count), np.ones(count), bits
    )


def test_an_hour_that_came_out_the_same_is_not_written() -> None:
    same = hours((0, 0, 1.5), (0, 1, 2.5))
    found = changes(same, same, [Stretch(7, (span(0, 2),))])
    assert not (found.new | found.different | found.gone | found.kept).any()


def test_new_different_and_vanished_hours_are_told_apart() -> None:
    known = hours((0, 0, 1.0), (0, 1, 1.0), (0, 2, 1.0))
    fresh = hours((0, 1, 1.0), (0, 2, 9.0), (0, 3, 1.0))
    found = changes(known, fresh, [Stretch(7, (span(0, 4),))])
    assert found.gone.tolist() == [True, False, False]
    assert found.different.tolist() == [False, True, False]
    assert found.new.tolist() == [False, False, True]


def test_an_hour_beside_the_span_stays_though_nobody_computed_it() -> None:
    known = hours((0, -1, 1.0), (0, 0, 1.0), (0, 1, 1.0))
    found = changes(known, hours((0, 0, 1.0)), [Stretch(7, (span(0, 1),))])
    assert found.kept.tolist() == [True, False, True]
    assert not found.gone.any()


def test_another_reason_alone_makes_an_hour_different() -> None:
    found = changes(hours((0, 0, 1.0)), hours((0, 0, 1.0), reasons=2), [Stretch(7, (span(0, 1),))])
    assert found.different.tolist() == [True]


def test_coverage_is_compared_as_the_table_keeps_it() -> None:
    fresh = replace(hours((0, 0, 1.0)), coverage=np.array([0.1]))
    known = replace(fresh, coverage=fresh.coverage.astype(np.float32).astype(np.float64))
    assert not changes(known, fresh, [Stretch(7, (span(0, 1),))]).different.any()


def test_the_same_hour_of_two_stretches_is_two_hours() -> None:
    within = [Stretch(7, (span(0, 1),)), Stretch(8, (span(0, 1),))]
    found = changes(hours((0, 0, 1.0)), hours((1, 0, 1.0)), within)
    assert found.gone.tolist() == [True]
    assert found.new.tolist() == [True]


def test_spans_that_may_share_a_day_are_one_stretch_and_others_are_not() -> None:
    near, far = 2 * MARGIN_US // HOUR_US, 2 * MARGIN_US // HOUR_US + 1
    of_seven = [(7, span(0, 1)), (7, span(1 + near, 2 + near))]
    of_six = [(6, span(1 + far, 2 + far)), (6, span(0, 1))]
    found = stretches([*of_seven, *of_six])
    assert [(one.meter, len(one.spans)) for one in found] == [(6, 1), (6, 1), (7, 2)]


def test_a_span_inside_another_does_not_end_its_stretch() -> None:
    found = stretches([(7, span(0, 500)), (7, span(10, 11)), (7, span(400, 401))])
    assert len(found) == 1
    assert found[0].around == Span(START - MARGIN_US, START + 500 * HOUR_US + MARGIN_US)


def test_a_whole_series_has_no_end_to_look_around() -> None:
    assert Stretch(7, (Span(BEGINNING, END),)).around == Span(BEGINNING, END)
    assert len(stretches([(7, Span(BEGINNING, END)), (7, span(0, 1))])) == 1


def test_hours_find_the_stretch_they_lie_in() -> None:
    within = stretches([(7, span(0, 10)), (7, span(500, 510)), (9, span(0, 10))])
    rows = hours((7, 3, 1.0), (7, 500, 1.0), (7, 509, 1.0), (9, 0, 1.0))
    assert placed(rows, within).meter.tolist() == [0, 1, 1, 2]
    assert placed(chosen(rows, np.array([3])), within).meter.tolist() == [2]
