"""Days of meters as the use of a period."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from analytics.balance.use import Use, share, together, uses
from models.amounts import Amounts

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def days(first: str, amounts: list[float], coverage: float = 1.0, meter: int = 1) -> Amounts:
    start = np.datetime64(first, "D") + np.arange(len(amounts))
    values = np.array(amounts, dtype=np.float64)
    return Amounts(
        np.full(len(amounts), meter, np.int64), start, values, values / 4, np.full(len(amounts), coverage)
    )


def test_days_outside_the_period_do_not_count() -> None:
    found = uses(days("2026-10-31", [7, 1, 2, 3, 9]), SHANGHAI, date(2026, 11, 1), date(2026, 11, 4))
    assert found == {1: Use(6, 1.5, 6, 1.0)}


def test_absent_days_cover_nothing() -> None:
    found = uses(days("2026-11-01", [1, 2, 3]), SHANGHAI, date(2026, 11, 1), date(2026, 11, 5))
    assert found[1].coverage == pytest.approx(0.75)


def test_a_meter_without_a_day_is_absent() -> None:
    assert uses(days("2026-11-01", []), SHANGHAI, date(2026, 11, 1), date(2026, 11, 5)) == {}


def test_a_day_of_25_hours_weighs_more() -> None:
    # 25 October 2026: clocks go back in Berlin; 24 + 25 hours in two days, of which the second is known
    found = uses(days("2026-10-25", [1]), BERLIN, date(2026, 10, 24), date(2026, 10, 26))
    assert found[1].coverage == pytest.approx(25 / 49)


def test_meters_are_kept_apart() -> None:
    one, other = days("2026-11-01", [1, 2]), days("2026-11-01", [5], meter=4)
    names = ("meter", "start", "amount", "estimated", "coverage")
    both = Amounts(*(np.concatenate([getattr(one, name), getattr(other, name)]) for name in names))
    found = uses(both, SHANGHAI, date(2026, 11, 1), date(2026, 11, 3))
    assert {meter: use.amount for meter, use in found.items()} == {1: 3, 4: 5}


def test_flow_in_both_directions_does_not_hide_what_is_estimated() -> None:
    found = uses(days("2026-11-01", [10, -10]), SHANGHAI, date(2026, 11, 1), date(2026, 11, 3))
    assert found[1].amount == 0
    assert found[1].estimated_share == pytest.approx(0.25)


def test_together_the_lowest_coverage_holds() -> None:
    assert together([Use(1, 0, 1, 0.9), Use(2, 1, 2, 0.4)]) == Use(3, 1, 3, 0.4)
    assert together([]) is None


def test_the_published_recycling_rate_of_a_city_centre() -> None:
    general, resources, hazardous, kitchen = 86.55, 20.53, 0.14293, 130.99
    total = general + resources + hazardous + kitchen
    assert share(resources + kitchen, total) == pytest.approx(0.6361, abs=5e-5)


def test_there_is_no_share_of_nothing() -> None:
    assert share(0, 0) is None
    assert share(1, -1) is None
