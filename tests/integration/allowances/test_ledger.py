"""The ledger with late data: what is confirmed stays, and the difference is carried on, once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.allowances.settlement import TOLERANCE
from guanjia.allowances.book import Subject, subject
from guanjia.allowances.deciding import Said, approved, confirmed
from guanjia.allowances.listing import standing
from guanjia.allowances.proposing import proposed
from guanjia.allowances.settling import Settled, latest, settled
from models.allowance_file import AllowanceFile
from models.allowances import Block, Entry, EntryKind, EntryStatus, Period
from models.errors import GuanjiaError
from models.registry import Medium
from storage import allowances as stored
from tests.integration.allowances.canteen import NOW, book, use

_SAID = Said("王主任")
_MARCH, _APRIL, _MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)
_WHOLE_MARCH = (_MARCH, date(2026, 3, 31))
_ASIDE = """
INSERT INTO set_aside (meter_id, at, step, reason, computed_at)
SELECT meter.id, '2026-03-31 15:59Z', 99, 'jump', now() FROM meter WHERE meter.code = 'w2-k'
"""


@pytest.fixture
def spring(compound: psycopg.Connection) -> psycopg.Connection:
    use(compound, "w2-k", (_MARCH, date(2026, 4, 30)), 20.0)
    return compound


def canteen(connection: psycopg.Connection, now: datetime = NOW) -> Subject:
    return subject(book(connection, now=now), "canteen", Medium.WATER)


def settle(connection: psycopg.Connection) -> Settled:
    return settled(book(connection), canteen(connection))


def march(connection: psycopg.Connection, volume: float = 600.0) -> Entry:
    """Approve March, settle it, and confirm it."""
    held = book(connection)
    approved(held, canteen(connection), _MARCH, volume, _SAID)
    settle(connection)
    row = next(each for each in stored.entries(connection) if each.status is EntryStatus.PROPOSED)
    return confirmed(held, row.id, _SAID)


def adjustments(connection: psycopg.Connection) -> list[Entry]:
    return [each for each in stored.entries(connection) if each.kind is EntryKind.ADJUSTMENT]


def test_settling_again_changes_nothing(spring: psycopg.Connection) -> None:
    approved(book(spring), canteen(spring), _MARCH, 600.0, _SAID)
    assert settle(spring) == Settled(settlements=1)
    before = stored.entries(spring)
    assert settle(spring) == Settled()
    assert stored.entries(spring) == before


def test_late_data_of_a_confirmed_month_is_carried_into_the_next_open_one(spring: psycopg.Connection) -> None:
    row = march(spring)
    approved(book(spring), canteen(spring), _APRIL, 590.0, _SAID)
    use(spring, "w2-k", (_MARCH, _MARCH), 23.0)
    assert settle(spring) == Settled(settlements=1, adjustments=1)
    assert settle(spring) == Settled()
    (late,) = adjustments(spring)
    assert (late.settled, late.volume, late.revision) == (row.id, pytest.approx(3), row.revision + 1)
    use(spring, "w2-k", (_MARCH, _MARCH), 24.5)
    assert settle(spring).adjustments == 1
    assert [each.volume for each in adjustments(spring)] == [pytest.approx(3), pytest.approx(1.5)]
    every = stored.entries(spring)
    assert every[0] == row
    april = next(each for each in stored.allowances(spring) if each.period.month == _APRIL)
    judged = latest(every, april)
    assert judged is not None
    # 590 approved, 600 used and 4.5 m3 of March
    assert (judged.carried, judged.saved) == (pytest.approx(4.5), pytest.approx(-14.5))


def test_what_is_carried_shows_in_the_progress_of_the_running_month(spring: psycopg.Connection) -> None:
    march(spring)
    approved(book(spring), canteen(spring), _APRIL, 590.0, _SAID)
    settle(spring)
    row = next(each for each in stored.entries(spring) if each.status is EntryStatus.PROPOSED)
    confirmed(book(spring), row.id, _SAID)
    use(spring, "w2-k", (_MARCH, _MARCH), 10.0)
    settle(spring)
    _, at = standing(book(spring), canteen(spring), _MAY)
    assert (at.carried, at.use.volume, at.used) == (pytest.approx(-10), 0, pytest.approx(-10))


def test_a_step_set_aside_within_the_period_blocks_until_it_is_explained(spring: psycopg.Connection) -> None:
    approved(book(spring), canteen(spring), _MARCH, 600.0, _SAID)
    spring.execute(_ASIDE)
    settle(spring)
    (row,) = stored.entries(spring)
    assert (row.status, row.blocks) == (EntryStatus.BLOCKED, (Block.SET_ASIDE,))
    with pytest.raises(GuanjiaError, match="is blocked: a register step is set aside: explain it"):
        confirmed(book(spring), row.id, _SAID)
    spring.execute("DELETE FROM set_aside")
    settle(spring)
    assert confirmed(book(spring), row.id, _SAID).status is EntryStatus.CONFIRMED


@pytest.mark.parametrize(
    ("estimated", "coverage", "block"), [(2.5, 1.0, Block.ESTIMATED), (0.0, 0.9, Block.LOW_COVERAGE)]
)
def test_a_period_that_is_not_well_known_is_blocked(
    estimated: float, coverage: float, block: Block, spring: psycopg.Connection
) -> None:
    approved(book(spring), canteen(spring), _MARCH, 600.0, _SAID)
    use(spring, "w2-k", _WHOLE_MARCH, 20.0, estimated=estimated, coverage=coverage)
    settle(spring)
    assert stored.entries(spring)[0].blocks == (block,)


def test_late_data_that_is_not_sure_waits(spring: psycopg.Connection) -> None:
    march(spring)
    use(spring, "w2-k", _WHOLE_MARCH, 25.0, estimated=10.0)
    assert settle(spring) == Settled(waiting=("canteen 2026-03",))
    use(spring, "w2-k", _WHOLE_MARCH, 25.0)
    settle(spring)
    assert [each.volume for each in adjustments(spring)] == [pytest.approx(155)]


def test_who_confirms_figures_that_changed_since_is_told_and_looks_again(spring: psycopg.Connection) -> None:
    approved(book(spring), canteen(spring), _MARCH, 600.0, _SAID)
    settle(spring)
    (row,) = stored.entries(spring)
    use(spring, "w2-k", (_MARCH, _MARCH), 23.0)
    with pytest.raises(GuanjiaError, match=r"used 620\.000 then, 623\.000 m3 now"):
        confirmed(book(spring), row.id, _SAID)
    assert confirmed(book(spring), row.id, _SAID).volume == pytest.approx(623)


def test_a_confirmed_month_takes_no_other_approval(spring: psycopg.Connection) -> None:
    march(spring)
    with pytest.raises(GuanjiaError, match="was confirmed by 王主任"):
        approved(book(spring), canteen(spring), _MARCH, 700.0, replace(_SAID, why="改"))


def test_an_approved_month_keeps_the_proposal_it_was_approved_on(spring: psycopg.Connection) -> None:
    held = book(spring)
    first = proposed(held, canteen(spring), _APRIL)
    approved(held, canteen(spring), _APRIL, 610.0, _SAID)
    use(spring, "w2-k", _WHOLE_MARCH, 30.0)
    assert proposed(held, canteen(spring), _APRIL).proposed == first.proposed == pytest.approx(620 * 21 / 22)


def test_a_changed_billing_day_leaves_no_day_out_and_counts_none_twice(spring: psycopg.Connection) -> None:
    proposed(book(spring), canteen(spring), _APRIL)
    held = book(spring, AllowanceFile(billing_day=20))
    made = proposed(held, subject(held, "canteen", Medium.WATER), _MAY)
    assert made.period == Period(_MAY, _MAY, date(2026, 6, 20))


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    late=st.lists(
        st.tuples(st.integers(0, 30), st.floats(0, 50, allow_subnormal=False), st.integers(0, 2)), max_size=6
    )
)
def test_any_order_of_late_data_and_settling_adds_up_to_the_true_difference(
    late: Sequence[tuple[int, float, int]], spring: psycopg.Connection
) -> None:
    """Settled any number of times with late data in between, or once at the end: the same is carried."""
    try:
        row = march(spring)
        for day, amount, runs in late:
            when = _MARCH + timedelta(days=day)
            use(spring, "w2-k", (when, when), amount)
            for _ in range(runs):
                settle(spring)
        settle(spring)
        assert settle(spring) == Settled()
        (true,) = spring.execute(
            "SELECT sum(amount) FROM analytics.daily WHERE meter = 'w2-k' AND day < '2026-04-01'"
        ).fetchone() or (None,)
        carried = sum(each.volume for each in adjustments(spring))
        assert row.volume + carried == pytest.approx(true, abs=2 * TOLERANCE)
        assert next(each for each in stored.entries(spring) if each.id == row.id) == row
    finally:
        spring.rollback()
        use(spring, "w2-k", (_MARCH, date(2026, 4, 30)), 20.0)


def test_today_is_that_of_the_site(spring: psycopg.Connection) -> None:
    # 16:30Z on 30 April is already the first of May at the compound
    assert canteen(spring, datetime(2026, 4, 30, 16, 30, tzinfo=UTC)).today == _MAY
