"""Temperatures are learnt from where most days have them; otherwise the meter is learnt without."""

from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.detection.baseline import Baseline, scores, trained
from analytics.detection.days import FEWEST_DAYS, FEWEST_HOURS, Days, usable_days, with_temperatures
from analytics.detection.local_hours import outdoor_by_local_hour
from models.outdoor import OutdoorHours

FIRST = date(2026, 3, 2)


def warmed(count: int = 100, *, heated_from: int | None = None) -> Days:
    """Make days that use 0.1 units an hour for each degree below 18 °C, each of which has a temperature."""
    outdoor = np.repeat((6 + 4 * np.sin(np.arange(count) / 5))[:, None], 24, axis=1)
    heated = np.arange(count) >= (count if heated_from is None else heated_from)
    return Days(FIRST, (18 - outdoor) / 10, np.arange(count) % 7 < 5, heated, outdoor)


def without(days: Days, *rows: slice, hours: slice = slice(None)) -> Days:
    assert days.outdoor_c is not None
    for each in rows:
        days.outdoor_c[each, hours] = np.nan
    return days


def everything(days: Days) -> np.ndarray:
    return usable_days(days, np.zeros(len(days.amount), dtype=np.bool_))


def learnt(days: Days) -> Baseline:
    found = trained(days, np.zeros(len(days.amount), dtype=np.bool_))
    assert isinstance(found, Baseline)
    return found


@pytest.mark.parametrize(
    ("days", "learnt_with"),
    [
        (warmed(), 100),
        (without(warmed(), slice(0, 20)), 80),
        (without(warmed(), slice(0, 21)), None),
        (without(warmed(), slice(98, 100)), 98),
        (without(warmed(), slice(97, 100)), None),
        (without(warmed(), slice(0, 100), hours=slice(0, 6)), 100),
        (without(warmed(), slice(0, 100), hours=slice(0, 7)), None),
        (without(warmed(FEWEST_DAYS), slice(0, 1)), None),
        (without(warmed(heated_from=92), slice(0, 1)), 99),
        (without(warmed(heated_from=94), slice(94, 95)), None),
        (Days(FIRST, np.ones((50, 24)), np.ones(50, np.bool_), np.zeros(50, np.bool_)), None),
    ],
    ids=[
        *("all", "a fifth lost", "more lost", "two of the last", "three of the last", "18 hours", "17 hours"),
        *("too few days", "a kind kept", "a kind lost", "no station"),
    ],
)
def test_temperatures_enter_where_most_days_have_them(days: Days, learnt_with: int | None) -> None:
    told = with_temperatures(days, everything(days))
    assert (None if told is None else int(told.sum())) == learnt_with


@pytest.mark.parametrize("lost", [slice(0, 15), slice(0, 60)])
def test_gaps_of_temperatures_never_keep_a_meter_from_being_learnt(lost: slice) -> None:
    days = without(warmed(), lost)
    model = learnt(days)
    assert model.by_temperature == (lost.stop == 15)
    assert model.trained_days == (85 if model.by_temperature else 100)
    assert len(scores(model, days)) == model.trained_days


def test_an_hour_without_a_temperature_is_left_out_and_not_filled() -> None:
    whole, holed = warmed(), without(warmed(), slice(0, 100, 3), hours=slice(2, 5))
    assert learnt(holed).weights == pytest.approx(learnt(whole).weights, abs=0.02)
    assert {score.hours for score in scores(learnt(holed), holed)} == {21, 24}


def test_the_spread_is_smaller_with_temperatures_than_without() -> None:
    days = warmed()
    blind = Days(days.first, days.amount, days.worked, days.heated)
    assert learnt(days).spread < 0.5 * learnt(blind).spread


@settings(deadline=None)
@given(st.lists(st.integers(0, 24), min_size=45, max_size=70))
def test_only_usable_days_with_enough_temperatures_are_learnt_from(known_hours: list[int]) -> None:
    days = warmed(len(known_hours))
    for row, known in enumerate(known_hours):
        without(days, slice(row, row + 1), hours=slice(known, 24))
    usable = everything(days)
    usable[::9] = False
    told = with_temperatures(days, usable)
    enough = usable & (np.array(known_hours) >= FEWEST_HOURS)
    assert told is None or (told == enough).all()
    if enough.sum() < 0.8 * usable.sum():
        assert told is None


def test_temperatures_are_laid_out_by_site_and_local_hour() -> None:
    start = np.array(["2026-03-01T16:00", "2026-03-02T15:00", "2026-03-02T16:00"], "datetime64[us]")
    outdoor = OutdoorHours(np.array([7, 7, 8]), start, np.array([-3.0, 4.0, 5.0]))
    laid = outdoor_by_local_hour(outdoor, [7, 8], (FIRST, 1), ZoneInfo("Asia/Shanghai"))
    assert laid.shape == (2, 1, 24)
    assert (laid[0, 0, 0], laid[0, 0, 23]) == (-3.0, 4.0)
    assert np.isnan(laid).sum() == 46
