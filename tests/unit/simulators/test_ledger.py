from datetime import date, timedelta

import numpy as np
import pytest

from simulators.days import local_day
from simulators.demand import Demand
from simulators.ledger import DayOfUse, Ledger
from simulators.scenario import Leak
from simulators.site import merge
from tests.unit.simulators.compound import ANCHOR, site_file, use_file

MONDAY = date(2026, 4, 13)
SITE = merge([site_file()])


def ledger(*leaks: Leak) -> Ledger:
    return Ledger(SITE, Demand(7, use_file()), leaks, ANCHOR)


def of(today: DayOfUse, code: str) -> np.ndarray:
    return today.use[[meter.code for meter in SITE.meters].index(code)]


def test_a_meter_counts_exactly_what_the_meters_below_it_count() -> None:
    days = ledger()
    for n in range(30):
        today = days.day(MONDAY + timedelta(days=n))
        assert (of(today, "inlet") == of(today, "house-a") + of(today, "house-b")).all()
        assert (of(today, "house-a") == of(today, "floor-1") + of(today, "floor-2")).all()
        assert of(today, "inlet").sum() > 0


def test_a_leak_runs_through_its_meter_and_all_above_and_no_other() -> None:
    leak = Leak(meter="house-a", from_day=0.5, to_day=1.25, m3_per_hour=0.7)
    dry, leaking = ledger(), ledger(leak)
    without = [dry.day(MONDAY + timedelta(days=n)) for n in range(3)]
    with_leak = [leaking.day(MONDAY + timedelta(days=n)) for n in range(3)]
    for code in ("house-a", "inlet"):
        lost = [of(b, code) - of(a, code) for a, b in zip(without, with_leak, strict=True)]
        # 0.7 m3/h are 175 litres a quarter: 48 quarters from noon, 24 on the next day
        assert (lost[0][:48] == 0).all()
        assert (lost[0][48:] == 175).all()
        assert lost[1].sum() == 24 * 175
        assert lost[2].sum() == 0
    for code in ("house-b", "floor-1", "floor-2"):
        assert all((of(b, code) == of(a, code)).all() for a, b in zip(without, with_leak, strict=True))


def test_a_leak_that_is_no_whole_litre_a_quarter_loses_nothing_in_rounding() -> None:
    leak = Leak(meter="inlet", from_day=0, m3_per_hour=0.333)
    lost = of(ledger(leak).day(MONDAY), "inlet").sum() - of(ledger().day(MONDAY), "inlet").sum()
    assert lost == 24 * 333


def test_people_use_more_on_a_workday_than_on_a_holiday_and_something_at_night() -> None:
    days = ledger()
    tuesday, holiday = days.day(date(2026, 4, 14)), days.day(date(2026, 4, 15))
    assert of(tuesday, "house-b").sum() > 0
    assert of(holiday, "house-b").sum() == 0
    assert of(holiday, "floor-1").sum() == 24 * 10, "the night minimum of 10 litres an hour runs on"


def test_any_day_is_the_same_whatever_was_asked_before() -> None:
    slow, direct = ledger(), ledger()
    for n in range(10):
        slow.day(MONDAY + timedelta(days=n))
    a, b = slow.day(MONDAY + timedelta(days=10)), direct.day(MONDAY + timedelta(days=10))
    assert (a.use == b.use).all()
    assert (a.before == b.before).all()


def test_a_day_that_is_added_up_cannot_be_asked_for_again() -> None:
    days = ledger()
    days.day(MONDAY + timedelta(days=2))
    with pytest.raises(ValueError, match="added up already"):
        days.day(MONDAY)


def test_nothing_is_used_before_the_first_meter_is_in_place() -> None:
    today = ledger().day(date(2026, 2, 1))
    assert today.use.sum() == 0
    assert today.day == local_day(date(2026, 2, 1), SITE.zone)
