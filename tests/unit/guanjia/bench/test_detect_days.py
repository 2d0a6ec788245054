"""Days of one meter are judged morning by morning by the shipped rule, as alerts would."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest

from analytics.detection.baseline import Days, DayScore
from guanjia.bench.detect_anomalies import shipped_rule
from guanjia.bench.detect_days import Watch, judged, watch
from guanjia.bench.detect_scene import HISTORY_DAYS
from tests.unit.guanjia.bench.test_detect_alarms import BEGIN, DAYS, MONDAY, WORKED

RULE = shipped_rule()
UP, BETWEEN, DOWN = 9.0, 5.0, 0.5
NONE = np.zeros(DAYS, dtype=bool)


def judged_as(scores: Sequence[float | None], seen: float = 3.0) -> Watch:
    """Judge days with these scores, one a day from `MONDAY` on; None: not scored."""
    days = [
        None
        if unusual is None
        else DayScore(MONDAY + timedelta(days=row), 24, seen, 1.0, unusual, 9, 1.0, 0.5)
        for row, unusual in enumerate(scores)
    ]
    told = [
        (MONDAY + timedelta(days=row), [day for day in days[:row] if day is not None][-RULE.days :])
        for row in range(1, len(days) + 1)
    ]
    return judged(0, told, RULE)


def mornings(found: Watch) -> list[date]:
    return [alarm.told for alarm in found.alarms]


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        ((DOWN, UP, DOWN), []),
        ((DOWN, UP, UP, UP), [3]),
        ((UP, UP, BETWEEN, UP, UP), [2]),
        ((UP, UP, DOWN, UP, UP), [2, 5]),
        ((UP, None, UP), [3]),
        ((-UP, -UP, -UP), []),
    ],
    ids=["one day", "four days", "between", "cleared in between", "a day unknown", "less than expected"],
)
def test_an_alert_fires_once_until_it_clears(scores: Sequence[float | None], told: list[int]) -> None:
    assert mornings(judged_as(scores)) == [MONDAY + timedelta(days=day) for day in told]


def test_what_is_less_than_the_rules_share_above_is_ordinary() -> None:
    assert not judged_as((UP, UP, UP), seen=1 + RULE.min_share - 0.01).alarms
    assert judged_as((UP, UP, UP), seen=1 + RULE.min_share + 0.01).alarms


def test_mornings_without_enough_fresh_scores_are_not_counted() -> None:
    # the first morning has one day; the newest day of the others is one to five days old
    assert judged_as((DOWN, DOWN, *[None] * 4)).mornings == 3


def test_a_meter_is_learnt_from_its_own_days_and_two_of_treble_use_are_told_of() -> None:
    amount = np.random.default_rng(1).gamma(50.0, 0.02, (HISTORY_DAYS + 4, 24))
    amount[HISTORY_DAYS + 1 : HISTORY_DAYS + 3] *= 3
    days = Days(BEGIN, amount, WORKED[: len(amount)], NONE[: len(amount)])
    found = watch(0, days, NONE[: len(amount)], (), RULE)
    assert mornings(found) == [BEGIN + timedelta(days=HISTORY_DAYS + 3)]
    assert found.alarms[0].expected == pytest.approx(24, rel=0.05)
