"""The statutory statistics, by hand."""

from datetime import date

import pytest

from guanjia.export.statistics import statistics
from models.day_span import DaySpan
from storage.export import MonthlyUse, Occupancy

NOVEMBER = DaySpan(date(2026, 11, 1), date(2026, 12, 1))


def use(
    medium: str, quantity: str, amount: float, estimated: float = 0.0, coverage: float = 1.0
) -> MonthlyUse:
    return MonthlyUse("bureau", "局", date(2026, 11, 1), medium, quantity, amount, estimated, coverage)


def place(code: str, outer: tuple[str, ...] = (), area: float | None = None, **people: float) -> Occupancy:
    return Occupancy("bureau", code, outer, None, None, area, people)


def test_heat_counted_in_kwh_and_in_gj_is_one_figure_in_gj() -> None:
    # 1,000 kWh are 3.6 GJ
    (row,) = statistics(NOVEMBER, [use("heat", "energy_kwh", 1000.0), use("heat", "heat_gj", 6.4)], [])
    assert row.use["heat"].amount == pytest.approx(10.0)


def test_what_is_no_figure_of_the_statistics_adds_to_none() -> None:
    used = [use("electricity", "energy_kwh", 10.0), use("electricity", "reactive_kvarh", 5.0)]
    (row,) = statistics(NOVEMBER, [*used, use("reclaimed_water", "volume_m3", 7.0)], [])
    assert row.use["electricity"].amount == 10.0
    assert "water" not in row.use


def test_the_estimated_share_is_of_the_whole_and_the_coverage_that_of_the_worst() -> None:
    used = [use("heat", "heat_gj", 30.0, 3.0, 0.9), use("heat", "energy_kwh", 10 / 0.0036, 1 / 0.0036, 0.5)]
    (row,) = statistics(NOVEMBER, used, [])
    assert row.use["heat"].estimated_share == pytest.approx(0.1)
    assert row.use["heat"].coverage == 0.5


def test_a_place_inside_another_with_a_figure_is_counted_with_it() -> None:
    places = [place("yard", (), 6000.0, staff=100, visitor=9), place("office", ("yard",), 5000.0, staff=90)]
    (row,) = statistics(NOVEMBER, [use("water", "volume_m3", 1.0)], places)
    assert (row.area_m2, row.people) == (6000.0, 100)


def test_places_side_by_side_are_added_and_a_figure_nobody_said_is_unknown() -> None:
    places = [place("yard", (), None), place("office", ("yard",), 5000.0), place("canteen", ("yard",), 500.0)]
    (row,) = statistics(NOVEMBER, [use("water", "volume_m3", 1.0)], places)
    assert (row.area_m2, row.people) == (5500.0, None)


def test_area_and_people_are_those_of_the_month_s_last_day() -> None:
    old = Occupancy("bureau", "yard", (), None, date(2026, 11, 30), 1000.0, {"staff": 10})
    new = Occupancy("bureau", "yard", (), date(2026, 11, 30), None, 1200.0, {"staff": 12, "non_staff": 1})
    (row,) = statistics(NOVEMBER, [use("water", "volume_m3", 1.0)], [old, new])
    assert (row.area_m2, row.people) == (1200.0, 13)
    (row,) = statistics(
        DaySpan(date(2026, 11, 1), date(2026, 11, 30)), [use("water", "volume_m3", 1.0)], [old, new]
    )
    assert (row.area_m2, row.people, row.days) == (1000.0, 10, 29)
