"""How long log-ins last, and how long those wait whose log-ins fail."""

from datetime import UTC, datetime, timedelta

import pytest

from models.sessions import IDLE, LONGEST, Failures, is_alive, wait

NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)
MOMENT = timedelta(seconds=1)


def test_a_session_ends_by_idleness_and_by_age() -> None:
    assert is_alive(NOW, NOW, NOW + IDLE - MOMENT)
    assert not is_alive(NOW, NOW, NOW + IDLE)
    assert is_alive(NOW, NOW + LONGEST - MOMENT, NOW + LONGEST - MOMENT)
    assert not is_alive(NOW, NOW + LONGEST - MOMENT, NOW + LONGEST)


@pytest.mark.parametrize(
    ("count", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (10, 32), (14, 512), (15, 900), (5000, 900)]
)
def test_the_wait_of_a_name_from_an_address_doubles_up_to_a_quarter_of_an_hour(
    count: int, seconds: int
) -> None:
    assert wait(Failures(both_count=count, both_at=NOW), NOW) == timedelta(seconds=seconds)


def test_a_wait_passes() -> None:
    failures = Failures(both_count=8, both_at=NOW)
    assert wait(failures, NOW + timedelta(seconds=3)) == timedelta(seconds=5)
    assert wait(failures, NOW + timedelta(seconds=8)) == timedelta()


def test_nobody_is_kept_out_for_long_by_others_who_use_their_name() -> None:
    assert wait(Failures(name_count=49, name_at=NOW), NOW) == timedelta()
    assert wait(Failures(name_count=5000, name_at=NOW), NOW) == timedelta(seconds=30)


def test_an_address_that_tries_many_names_waits() -> None:
    assert wait(Failures(address_count=29, address_at=NOW), NOW) == timedelta()
    assert wait(Failures(address_count=60, address_at=NOW), NOW) == timedelta(minutes=15)


def test_the_longest_of_the_waits_counts() -> None:
    failures = Failures(both_count=7, both_at=NOW, address_count=33, address_at=NOW)
    assert wait(failures, NOW) == timedelta(seconds=8)
