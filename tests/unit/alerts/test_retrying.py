"""Waits between tries of one notification."""

from datetime import timedelta

from alerts.retrying import next_attempt
from tests.unit.alerts.samples import NOW


def test_waits_double_up_to_an_hour() -> None:
    waits = [next_attempt(attempt, NOW, NOW) for attempt in range(1, 9)]
    minutes = [(wait - NOW).total_seconds() / 60 for wait in waits if wait]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60]


def test_after_a_day_it_gives_up() -> None:
    assert next_attempt(20, NOW, NOW + timedelta(hours=23, minutes=59)) is not None
    assert next_attempt(20, NOW, NOW + timedelta(hours=24)) is None
