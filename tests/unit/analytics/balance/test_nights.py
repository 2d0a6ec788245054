"""Nights of zones over a period."""

from datetime import date

import pytest

from analytics.balance.nights import zones
from models.balance import Night


def night(day: int, flow: float | None, meter: str | None = "w2-a", share: float | None = None) -> Night:
    return Night(meter, meter, date(2026, 11, day), flow, share)


def test_one_night_on_which_a_pool_was_filled_does_not_change_what_is_typical() -> None:
    (zone,) = zones([night(3, 5.0), night(1, 0.2), night(2, None), night(4, 0.3)])
    assert (zone.lowest, zone.typical, zone.latest) == (0.2, 0.3, 0.3)
    assert (zone.known, zone.nights) == (3, 4)


def test_the_latest_night_is_the_latest_that_is_known() -> None:
    (zone,) = zones([night(2, 0.4), night(1, 0.2), night(3, None)])
    assert zone.latest == 0.4


def test_a_zone_without_a_good_hour_has_no_flow() -> None:
    (zone,) = zones([night(1, None), night(2, None)])
    assert (zone.lowest, zone.typical, zone.latest, zone.share) == (None, None, None, None)
    assert (zone.known, zone.nights) == (0, 2)


def test_the_whole_site_comes_first() -> None:
    found = zones([night(1, 0.1), night(1, 0.5, None), night(1, 0.2, "w2-b")])
    assert [zone.meter for zone in found] == [None, "w2-a", "w2-b"]


def test_the_share_is_the_median_of_the_nights_that_have_one() -> None:
    (zone,) = zones(
        [night(1, 0.1, share=0.1), night(2, 0.3, share=0.2), night(3, 0.1), night(4, 1, share=0.9)]
    )
    assert zone.share == pytest.approx(0.2)
