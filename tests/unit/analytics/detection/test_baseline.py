"""A baseline is learnt from a meter's own days, survives JSON, and tells ordinary days from unusual ones."""

import json
from datetime import date

import numpy as np
import pytest

from analytics.detection.baseline import Baseline, Learning, baseline_of, expected, scores, trained
from analytics.detection.days import FEWEST_DAYS, Days

FIRST = date(2026, 3, 2)
SHAPE = np.array([1.0] * 7 + [10.0] * 11 + [2.0] * 6)


def office(count: int = 84, seed: int = 1, *, outdoor_c: np.ndarray | None = None) -> Days:
    """Make weeks that begin on a Monday: little at night, a fifth at the weekend, some noise."""
    randomness = np.random.default_rng(seed)
    worked = np.arange(count) % 7 < 5
    amount = SHAPE * np.where(worked, 1.0, 0.2)[:, None] * randomness.gamma(20, 1 / 20, (count, 24))
    return Days(FIRST, amount, worked, np.zeros(count, dtype=np.bool_), outdoor_c)


def none(days: Days) -> np.ndarray:
    return np.zeros(len(days.amount), dtype=np.bool_)


def learnt(days: Days) -> Baseline:
    found = trained(days, none(days))
    assert isinstance(found, Baseline)
    return found


def test_hours_of_workdays_and_rest_days_are_learnt_apart() -> None:
    days = office()
    told = expected(learnt(days), days)
    assert told[0] == pytest.approx(SHAPE, rel=0.15)
    assert told[5] == pytest.approx(0.2 * SHAPE, rel=0.15)


def test_too_little_history_is_learning_and_says_what_is_missing() -> None:
    short = office(FEWEST_DAYS - 5)
    assert trained(short, none(short)) == Learning(5, FEWEST_DAYS - 5)


def test_days_with_few_measured_hours_and_odd_days_do_not_count() -> None:
    days = office(FEWEST_DAYS)
    days.amount[3, :7] = np.nan
    odd = none(days)
    odd[10:12] = True
    assert trained(days, odd) == Learning(3, FEWEST_DAYS - 3)


def test_a_week_of_nonsense_hardly_moves_what_is_expected() -> None:
    clean, spoilt = office(), office()
    spoilt.amount[20:24] *= 30
    before, after = expected(learnt(clean), clean), expected(learnt(spoilt), clean)
    assert after[0].sum() == pytest.approx(before[0].sum(), rel=0.05)


def test_a_day_of_twice_the_use_is_unusual_and_its_hour_explains_it() -> None:
    days = office()
    model = learnt(days)
    days.amount[70] *= 1.1
    days.amount[70, 9] += 200
    score = next(one for one in scores(model, days) if one.day == date(2026, 5, 11))
    assert score.unusual > 10
    assert score.peak_hour == 9
    assert score.peak_seen == pytest.approx(200 + score.peak_expected, rel=0.3)
    assert score.seen == pytest.approx(days.amount[70].sum())


def test_ordinary_days_are_not_unusual() -> None:
    model = learnt(office())
    later = office(28, seed=9)
    assert max(abs(score.unusual) for score in scores(model, later)) < 4


def test_missing_hours_are_not_taken_for_less_use() -> None:
    days = office()
    model = learnt(days)
    days.amount[70, 8:13] = np.nan
    days.amount[71, 4:12] = np.nan
    found = {score.day: score for score in scores(model, days)}
    assert abs(found[date(2026, 5, 11)].unusual) < 4
    assert found[date(2026, 5, 11)].hours == 19
    assert date(2026, 5, 12) not in found


def test_a_model_survives_json() -> None:
    days = office()
    model = learnt(days)
    dates = model.trained_from, model.trained_to, model.trained_days
    again = baseline_of(json.loads(json.dumps(model.parameters())), model.spread, dates)
    assert again == model


def test_heated_days_are_not_scored_before_any_was_learnt() -> None:
    model = learnt(office())
    days = office(14)
    heated = Days(days.first, days.amount, days.worked, ~days.heated)
    assert scores(model, heated) == []


def test_a_cold_day_is_expected_to_take_more_where_temperatures_are_known() -> None:
    outdoor = np.repeat(np.linspace(-15, 20, 84)[:, None], 24, axis=1)
    days = office(outdoor_c=outdoor)
    days.amount[:] = (20 - outdoor) * 2
    model = learnt(days)
    assert model.by_temperature
    told = expected(model, days)
    assert told[0].mean() == pytest.approx(70, rel=0.1)
    assert told[60].mean() == pytest.approx((20 - outdoor[60, 0]) * 2, rel=0.15)


def test_a_meter_that_never_moved_makes_the_first_amount_unusual() -> None:
    days = office()
    days.amount[:] = 0
    model = learnt(days)
    days.amount[80, 3] = 0.5
    unusual = {score.day: score.unusual for score in scores(model, days)}
    assert unusual[date(2026, 5, 20)] == 0
    assert unusual[date(2026, 5, 21)] > 50


def test_a_meter_that_uses_the_same_in_every_hour_is_learnt() -> None:
    days = office()
    days.amount[:] = 3.0
    assert expected(learnt(days), days) == pytest.approx(np.full((84, 24), 3.0), rel=1e-3)
