"""The quiet flow of a night is what runs in its quietest hours, and what nobody measured is not guessed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from analytics.detection.nights import NIGHT_HOURS, NightHours, night_hours, quiet_flow, resolution
from analytics.detection.own_flow import below, own_flow
from models.amounts import Amounts

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 5, 4)


def hourly(values: list[float], begin: datetime, meter: int = 1) -> Amounts:
    start = np.datetime64(begin.astimezone(UTC).replace(tzinfo=None), "us")
    count = len(values)
    return Amounts(
        np.full(count, meter),
        start + np.arange(count) * np.timedelta64(1, "h"),
        np.array(values),
        np.zeros(count),
        np.ones(count),
    )


def nights(*rows: list[float]) -> NightHours:
    return NightHours(FIRST, tuple(range(len(rows))), np.array(rows)[:, None, :])


def test_a_night_is_named_by_the_day_in_which_it_ends() -> None:
    eve = datetime(2026, 5, 3, 22, tzinfo=SHANGHAI)
    found = night_hours(hourly([float(hour) for hour in range(10)], eve), [1], FIRST, 2, SHANGHAI)
    assert found.flow[0, 0].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert np.isnan(found.flow[0, 1]).all()


def test_hours_of_other_meters_and_nights_are_left_out() -> None:
    eve = datetime(2026, 5, 3, 23, tzinfo=SHANGHAI)
    of_another = hourly([1.0] * NIGHT_HOURS, eve, meter=7)
    assert np.isnan(night_hours(of_another, [1, 9], FIRST, 1, SHANGHAI).flow).all()
    earlier = hourly([1.0] * NIGHT_HOURS, eve - timedelta(days=1))
    assert np.isnan(night_hours(earlier, [1], FIRST, 1, SHANGHAI).flow).all()


def test_an_hour_that_comes_twice_counts_with_its_mean() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    eve = datetime(2026, 10, 24, 23, tzinfo=berlin)
    found = night_hours(hourly([0, 0, 0, 10, 20, 0, 0, 0], eve), [1], date(2026, 10, 25), 1, berlin)
    assert found.flow[0, 0].tolist() == [0, 0, 0, 15, 0, 0, 0]


def test_a_busy_half_of_the_night_does_not_show() -> None:
    assert quiet_flow(np.array([40.0, 3, 60, 3, 80, 3, 50])) == pytest.approx(3.0)


def test_a_leak_shows_in_full() -> None:
    before = np.array([2.0, 1, 2, 3, 1, 2, 9])
    assert quiet_flow(before + 5) - quiet_flow(before) == pytest.approx(5.0)


def test_a_night_of_few_hours_says_nothing() -> None:
    hours = np.full(NIGHT_HOURS, 3.0)
    hours[:3] = np.nan
    assert np.isnan(quiet_flow(hours))
    hours[0] = 3.0
    assert quiet_flow(hours) == pytest.approx(3.0)


def test_the_step_of_a_register_is_read_from_its_hours() -> None:
    assert resolution(np.array([0.02, 0.0, np.nan, 0.05, 0.01])) == pytest.approx(0.01)
    assert resolution(np.array([0.5, 0.5])) == 0


def test_a_leak_behind_a_meter_is_that_meters_own_alone() -> None:
    main, building, floor = [90.0] * 7, [50.0] * 7, [20.0] * 7
    own = own_flow(nights(main, building, floor), {1: 0, 2: 1})
    assert own[:, 0, 0].tolist() == [40, 30, 20]
    leaking = own_flow(nights([96.0] * 7, [56.0] * 7, floor), {1: 0, 2: 1})
    assert leaking[:, 0, 0].tolist() == [40, 36, 20]


def test_an_unknown_night_of_a_meter_below_is_stood_in_for_by_its_earlier_ones() -> None:
    main = np.full((1, 3, 7), 90.0)
    below_it = np.array([[[30.0] * 7, [40.0] * 7, [np.nan] * 7]])
    hours = NightHours(FIRST, (0, 1), np.concatenate([main, below_it]))
    assert own_flow(hours, {1: 0})[0, :, 0].tolist() == [60, 50, 55]


def test_a_meter_above_that_was_not_measured_has_no_own_flow() -> None:
    assert np.isnan(own_flow(nights([np.nan] * 7, [5.0] * 7), {1: 0})[0]).all()


def test_a_parent_elsewhere_has_nothing_below_here() -> None:
    assert below([1, 2, 3], {2: 1, 3: 9}) == {1}
