"""Long gaps get the shape of similar days, and everything else stays as it is."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.accounts import HOUR_REASONS, Account, chosen, reason_names, selected
from analytics.gap_pieces import is_measured
from analytics.hours import hourly_consumption
from analytics.known_days import KnownDays
from analytics.similar_days import DAYS_BACK, Locality
from models.amounts import Amounts
from models.calendar import Calendar, HeatingSeason
from models.consumption import HourReason
from tests.unit.analytics.loads import (
    HOUR,
    MONDAY,
    SHANGHAI,
    account,
    amounts,
    hourly,
    local,
    office,
    readings,
    shape,
)
from tests.unit.analytics.test_laws import equal, same

FRIDAY = MONDAY + timedelta(days=25)
WEEK = timedelta(days=7)


def reasons(of: Account, at: datetime) -> set[HourReason]:
    (place,) = np.flatnonzero(of.hours.hour == np.datetime64(at.replace(tzinfo=None), "us"))
    return set(reason_names(int(of.hours.reasons[place])))


def test_a_lost_weekend_gets_the_shape_of_earlier_weekends() -> None:
    start, end = local(FRIDAY, 12), local(FRIDAY + timedelta(days=3), 10)
    given = account(MONDAY, 35, office, (start, end))
    result = shape(given)
    true = account(MONDAY, 35, office)
    assert amounts(result, start, end) == pytest.approx(amounts(true, start, end))
    assert amounts(given, start, end) != pytest.approx(amounts(true, start, end), rel=0.5)
    assert reasons(result, start) == {HourReason.SIMILAR_DAYS}
    assert result.hours.estimated.sum() == pytest.approx(result.gaps.amount.sum())


def test_the_known_total_scales_the_shape() -> None:
    """Means of workdays from 06:00 to 11:00 are 0, 1, 2, 3, 3 and the gap holds 18: twice that."""
    profile = {6: 0.0, 7: 1.0, 8: 2.0, 9: 3.0, 10: 3.0}
    start, end = local(FRIDAY, 6), local(FRIDAY, 11)
    given = account(
        MONDAY, 26, lambda day, hour: profile.get(hour, 0.5) * (2 if day == FRIDAY else 1), (start, end)
    )
    assert amounts(shape(given), start, end) == pytest.approx([0, 2, 4, 6, 6])


def test_an_hour_partly_in_the_gap_weighs_its_part() -> None:
    begin, whole = local(FRIDAY, 6), account(MONDAY, 26, lambda _, hour: float(hour))
    rows = readings(MONDAY, 26, lambda _, hour: float(hour), [(begin, local(FRIDAY, 12))])
    half = np.datetime64(begin.replace(tzinfo=None), "us") + np.timedelta64(30, "m")
    at = np.where(rows.at == half - np.timedelta64(30, "m"), half, rows.at)
    given = hourly_consumption(type(rows)(rows.meter, at, rows.value), hourly())
    result = shape(given)
    # from 06:30 to 12:00 the weights are 6/2, 7, 8, 9, 10, 11, and what ran through is 6 + 7 + ... + 11
    expected = np.array([3.0, 7, 8, 9, 10, 11]) * 51 / 48
    assert amounts(result, begin + HOUR, local(FRIDAY, 12)) == pytest.approx(expected[1:])
    assert amounts(given, begin, begin + HOUR)[0] != amounts(result, begin, begin + HOUR)[0]
    assert result.hours.amount.sum() == pytest.approx(whole.hours.amount.sum())


def test_a_make_up_workday_has_the_shape_of_a_workday() -> None:
    saturday = date(2026, 2, 28)
    assert saturday.weekday() == 5
    start, end = local(saturday, 6), local(saturday, 20)
    result = shape(account(date(2026, 1, 5), 60, office, (start, end)))
    assert amounts(result, start, end) == pytest.approx([1, 1, *[8] * 10, 1, 1])


def test_a_gap_of_four_hours_stays_even_and_a_longer_one_does_not() -> None:
    start = local(FRIDAY, 6)
    short, long = (shape(account(MONDAY, 26, office, (start, start + k * HOUR))) for k in (4, 5))
    assert amounts(short, start, start + 4 * HOUR) == pytest.approx([18 / 4] * 4)
    assert reasons(short, start) == {HourReason.GAP}
    assert amounts(long, start, start + 5 * HOUR) == pytest.approx([1, 1, 8, 8, 8])


def test_one_similar_day_is_too_few() -> None:
    tuesday = MONDAY + timedelta(days=1)
    for day, even in ((tuesday, True), (tuesday + timedelta(days=1), False)):
        result = shape(account(MONDAY, 5, office, (local(day, 6), local(day, 12))))
        assert (len(set(amounts(result, local(day, 6), local(day, 12)))) == 1) is even
        assert reasons(result, local(day, 7)) == {HourReason.GAP if even else HourReason.SIMILAR_DAYS}


def test_days_longer_ago_than_six_weeks_shape_nothing() -> None:
    silent = (local(MONDAY + WEEK, 0), local(MONDAY + WEEK + timedelta(days=DAYS_BACK), 0))
    day = MONDAY + WEEK + timedelta(days=DAYS_BACK)
    result = shape(account(MONDAY, 60, office, silent, (local(day, 6), local(day, 12))))
    assert reasons(result, local(day, 7)) == {HourReason.GAP}


def test_an_idle_profile_leaves_the_gap_even() -> None:
    start, end = local(FRIDAY, 0), local(FRIDAY, 6)
    night = account(MONDAY, 26, lambda day, hour: 3.0 if day == FRIDAY and hour < 6 else 0.0, (start, end))
    assert amounts(shape(night), start, end) == pytest.approx([3] * 6)
    assert reasons(shape(night), start) == {HourReason.GAP}


def test_a_gap_with_a_negative_total_stays_even() -> None:
    def solar(day: date, hour: int) -> float:
        return -2.0 if 8 <= hour < 16 else float(day.day % 3)

    rows = readings(MONDAY, 26, solar, [(local(FRIDAY, 8), local(FRIDAY, 16))])
    given = hourly_consumption(rows, hourly(two_way=True))
    assert equal(given, shape(given))


def test_a_year_the_calendar_does_not_know_leaves_gaps_even_and_says_so_once() -> None:
    day, days = date(2027, 2, 26), KnownDays(Calendar(folder="our/calendar"))
    given = account(date(2027, 1, 4), 60, lambda _, hour: float(hour), (local(day, 6), local(day, 12)))
    assert equal(given, shape(given, days=days))
    (said,) = days.newly_missing()
    assert "2027" in said
    assert "our/calendar/workdays.yaml" in said
    shape(given, days=days)
    assert days.newly_missing() == []


def heated(begin: date, end: date) -> KnownDays:
    return KnownDays(Calendar(heating={"hills": (HeatingSeason("hills", begin, end),)}))


def pumps(day: date, hour: int) -> float:
    """Circulation pumps: at night while heating (up to 15 March), by day after."""
    return (10.0 if hour < 6 else 1.0) if day < date(2026, 3, 15) else (1.0 if hour < 6 else 4.0)


def test_days_heated_alike_are_similar_and_others_are_not() -> None:
    day, days = date(2026, 3, 20), heated(date(2025, 11, 1), date(2026, 3, 15))
    start, end = local(day, 2), local(day, 10)
    given = account(date(2026, 2, 16), 40, pumps, (start, end))
    true = [1.0] * 4 + [4.0] * 4
    assert amounts(shape(given, Locality(SHANGHAI, "hills"), days), start, end) == pytest.approx(true)
    assert amounts(shape(given), start, end) != pytest.approx(true, rel=0.5)


def test_heating_is_left_out_of_account_where_too_few_days_were_heated_alike() -> None:
    day, days = date(2026, 3, 17), heated(date(2025, 11, 1), date(2026, 3, 16))
    given = account(date(2026, 2, 16), 40, pumps, (local(day, 2), local(day, 10)))
    assert equal(shape(given, Locality(SHANGHAI, "hills"), days), shape(given))


def test_a_season_nobody_knows_is_said_and_left_out_of_account() -> None:
    days = KnownDays(Calendar())
    given = account(MONDAY, 26, office, (local(FRIDAY, 6), local(FRIDAY, 12)))
    assert equal(shape(given, Locality(SHANGHAI, "hills"), days), shape(given))
    (said,) = days.newly_missing()
    assert "heating.yaml" in said


def test_hours_of_the_day_are_local_on_both_sides_of_a_change_of_clocks() -> None:
    zone, sunday = ZoneInfo("Europe/Berlin"), date(2026, 3, 29)
    start, end = local(sunday, 0, zone), local(sunday + timedelta(days=1), 18, zone)
    result = shape(account(MONDAY, 35, office, (start, end), zone=zone), Locality(zone))
    true = account(MONDAY, 35, office, zone=zone)
    assert amounts(result, start, end) == pytest.approx(amounts(true, start, end))


def test_the_hour_that_comes_twice_counts_as_one_day() -> None:
    """From 02:00 the mean of the two rest days is (3 + 9) / 2, though 9 was measured twice on one of them."""
    zone, sunday, saturday = ZoneInfo("Europe/Berlin"), date(2026, 10, 25), date(2026, 10, 31)
    start, end = local(saturday, 0, zone), local(saturday, 6, zone)
    given = account(
        date(2026, 10, 24),
        9,
        lambda day, hour: 9.0 if (day, hour) == (sunday, 2) else 3.0,
        (start, end),
        zone=zone,
    )
    expected = np.array([3, 3, 6, 3, 3, 3]) * 18 / 21
    assert amounts(shape(given, Locality(zone)), start, end) == pytest.approx(expected)


def test_gaps_that_meet_within_an_hour_keep_their_own_reasons() -> None:
    """A long gap ends at 10:00 where a short one begins at 10:30: the hour from 10:00 holds both kinds."""
    long, short = (local(FRIDAY, 2), local(FRIDAY, 10)), (local(FRIDAY, 10), local(FRIDAY, 13))
    rows = readings(MONDAY, 26, office, [long, short])
    meeting = np.datetime64(long[1].replace(tzinfo=None), "us")
    at = np.where(rows.at == meeting, meeting + np.timedelta64(30, "m"), rows.at)
    given = hourly_consumption(type(rows)(rows.meter, at, rows.value), hourly())
    result = shape(given)
    assert reasons(result, local(FRIDAY, 10)) == {HourReason.GAP, HourReason.SIMILAR_DAYS}
    assert reasons(result, local(FRIDAY, 9)) == {HourReason.SIMILAR_DAYS}
    assert reasons(result, local(FRIDAY, 11)) == {HourReason.GAP}
    assert result.hours.amount.sum() == pytest.approx(given.hours.amount.sum())


@pytest.mark.parametrize("reason", [HourReason.GAP, HourReason.SIMILAR_DAYS, HourReason.CATCH_UP])
def test_an_hour_that_does_not_show_when_it_was_used_shapes_nothing(reason: HourReason) -> None:
    hours = account(MONDAY, 2, office).hours
    bits = hours.reasons.copy()
    bits[5] = 1 << HOUR_REASONS.index(reason)
    bits[6] = 1 << HOUR_REASONS.index(HourReason.ROLLOVER)
    assert np.flatnonzero(~is_measured(replace(hours, reasons=bits))).tolist() == [5]


losses = st.lists(st.tuples(st.integers(0, 40 * 24), st.integers(2, 120)), max_size=6)
seeds = st.integers(0, 2**32 - 1)


def troubled(spans: list[tuple[int, int]], seed: int) -> Account:
    rng = np.random.default_rng(seed)
    scale = rng.uniform(0, 2, (50, 24)) * (rng.random((50, 24)) > 0.3)
    lost = [(local(MONDAY, hour), local(MONDAY, hour + length)) for hour, length in spans]
    return account(MONDAY, 45, lambda day, hour: float(scale[(day - MONDAY).days, hour]), *lost)


@settings(max_examples=40, deadline=None)
@given(losses, seeds)
def test_totals_are_kept_and_only_gaps_are_touched(spans: list[tuple[int, int]], seed: int) -> None:
    before = troubled(spans, seed)
    after = shape(before)
    assert after.hours.amount.sum() == pytest.approx(before.hours.amount.sum(), rel=1e-9)
    assert after.hours.estimated.sum() == pytest.approx(before.hours.estimated.sum(), rel=1e-9, abs=1e-9)
    assert (after.hours.amount >= 0).all()
    assert (after.hours.estimated <= after.hours.amount * (1 + 1e-12)).all()
    bit = 1 << HOUR_REASONS.index(HourReason.SIMILAR_DAYS)
    untouched = (after.hours.reasons & bit) == 0
    for column in ("amount", "estimated", "reasons"):
        assert (getattr(after.hours, column)[untouched] == getattr(before.hours, column)[untouched]).all()
    assert (before.hours.coverage == after.hours.coverage).all()
    assert (before.hours.estimated[~untouched] > 0).all()
    assert (is_measured(before.hours) == is_measured(after.hours)).all()


@settings(max_examples=40, deadline=None)
@given(losses, seeds, st.integers(1, 44), st.integers(1, 10))
def test_a_part_of_the_hours_is_shaped_as_the_whole_is(
    spans: list[tuple[int, int]], seed: int, day: int, length: int
) -> None:
    whole = troubled(spans, seed)
    start, end = (np.array([round(local(MONDAY, 24 * k).timestamp() * 1e6)]) for k in (day, day + length))
    part = selected(whole, start, end)
    kept = is_measured(whole.hours) & (whole.hours.hour.view(np.int64) < start[0])
    stored = chosen(whole.hours, kept)
    earlier = Amounts(stored.meter, stored.hour, stored.amount, stored.estimated, stored.coverage)
    assert same(shape(part, earlier=earlier).hours, selected(shape(whole), start, end).hours)
