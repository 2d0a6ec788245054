"""What a balance of one medium is put together from."""

from dataclasses import replace
from datetime import date

from guanjia.balance.account import Account, Findings, account
from models.balance import Site
from models.day_span import DaySpan
from models.registry import Medium
from tests.unit.analytics.balance.points import point, use

SITE = Site("office", "机关大院", "Asia/Shanghai")
OCTOBER = DaySpan(date(2026, 10, 1), date(2026, 11, 1))
POINTS = [point(1), point(2, 2, 1, "power"), replace(point(3, 2, 1, "hvac"), institution="tenant")]
KNOWN = {1: use(100), 2: use(60), 3: use(30)}


def balanced(medium: Medium) -> Account:
    return account(SITE, medium, OCTOBER, Findings(POINTS, KNOWN, (), ()))


def test_each_institution_at_a_site_has_its_own_breakdown() -> None:
    found = balanced(Medium.ELECTRICITY).breakdowns
    assert list(found) == ["i", "tenant"]
    assert [item.code for item in found["tenant"].items] == ["hvac"]
    assert found["tenant"].total == use(30)
    assert found["i"].total == use(100)


def test_only_fresh_water_is_held_against_the_limits_of_a_water_saving_unit() -> None:
    assert len(balanced(Medium.WATER).scores) == 3
    assert balanced(Medium.RECLAIMED_WATER).scores == ()
