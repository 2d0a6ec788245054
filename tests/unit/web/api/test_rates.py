"""How often somebody may ask."""

import pytest

from web.api.rates import Buckets, Rate


def test_a_bucket_holds_its_burst_and_fills_steadily() -> None:
    buckets = Buckets(Rate(burst=3, per_second=2))
    assert [buckets.wait("a", 0.0) for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.wait("a", 0.25) == pytest.approx(0.25)
    assert buckets.wait("a", 0.5) == 0
    assert buckets.wait("b", 0.5) == 0


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    buckets = Buckets(Rate(burst=2, per_second=1))
    buckets.wait("a", 0.0)
    assert [buckets.wait("a", 1000.0) for _ in range(3)] == [0, 0, 1]


def test_who_asked_longest_ago_is_forgotten() -> None:
    buckets = Buckets(Rate(burst=1, per_second=1), most=2)
    for who in ("a", "b", "c"):
        buckets.wait(who, 0.0)
    assert buckets.wait("a", 0.0) == 0
    assert buckets.wait("c", 0.0) > 0
