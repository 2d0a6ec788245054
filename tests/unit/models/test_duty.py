"""Turns of duty: on which days somebody is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.registry import DutyTurn

WHO = "a@x.cn"


def november(turn: DutyTurn) -> list[int]:
    """Return the days of November 2026 on which it holds."""
    return [day for day in range(1, 31) if turn.is_on(date(2026, 11, day))]


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ({"first_day": "2026-11-03"}, [3]),
        ({"first_day": "2026-11-03", "last_day": "2026-11-05"}, [3, 4, 5]),
        ({"first_day": "2026-11-02", "every": "FREQ=WEEKLY"}, [2, 9, 16, 23, 30]),
        ({"first_day": "2026-11-02", "every": "FREQ=WEEKLY", "last_day": "2026-11-16"}, [2, 9, 16]),
        (
            {"first_day": "2026-11-02", "every": "FREQ=WEEKLY;INTERVAL=2", "days": 3},
            [2, 3, 4, 16, 17, 18, 30],
        ),
        (
            {"first_day": "2026-10-26", "every": "FREQ=WEEKLY;INTERVAL=2", "days": 7},
            [1, *range(9, 16), *range(23, 30)],
        ),
        ({"first_day": "2026-11-02", "every": "FREQ=WEEKLY;COUNT=2"}, [2, 9]),
        ({"first_day": "2026-11-02", "every": "FREQ=WEEKLY;UNTIL=20261109T000000Z"}, [2, 9]),
        ({"first_day": "2026-11-01", "every": "FREQ=MONTHLY;BYDAY=-1SU"}, [29]),
        # it ends within a turn
        (
            {"first_day": "2026-11-02", "every": "FREQ=WEEKLY", "days": 5, "last_day": "2026-11-10"},
            [2, 3, 4, 5, 6, 9, 10],
        ),
    ],
)
def test_days_of_duty(said: dict[str, object], days: list[int]) -> None:
    assert november(DutyTurn.model_validate({"who": WHO} | said)) == days


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 14), st.integers(0, 400))
def test_a_rule_of_every_so_many_days_is_counting(first: date, interval: int, later: int) -> None:
    turn = DutyTurn(who=WHO, first_day=first, every=f"FREQ=DAILY;INTERVAL={interval}")
    assert turn.is_on(first + timedelta(days=later)) is (later % interval == 0)


@pytest.mark.parametrize(
    "said",
    [
        {"first_day": "2026-11-03"},
        {"first_day": "2026-10-03", "last_day": "2026-11-05"},
        {"first_day": "2026-10-26", "every": "FREQ=WEEKLY;INTERVAL=2", "days": 9},
        {"first_day": "2026-11-02", "every": "FREQ=WEEKLY", "days": 5, "last_day": "2026-11-10"},
        {"first_day": "2026-12-02", "every": "FREQ=WEEKLY"},
    ],
)
def test_the_days_of_a_span_are_those_on_which_it_holds(said: dict[str, object]) -> None:
    turn = DutyTurn.model_validate({"who": WHO} | said)
    days = turn.days_between(date(2026, 11, 1), date(2026, 11, 30))
    assert sorted(day.day for day in days) == november(turn)
