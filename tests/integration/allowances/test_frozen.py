"""What was approved and decided stays, whoever asks: the process's role, and the owner."""

from datetime import date

import psycopg
import pytest
from psycopg import errors

from guanjia.allowances.book import subject
from guanjia.allowances.deciding import Said, approved, confirmed
from guanjia.allowances.proposing import proposed
from guanjia.allowances.settling import settled
from models.registry import Medium
from storage import allowances as stored
from tests.integration.allowances.canteen import book, use

_SAID = Said("王主任")
_WRITES = [
    "UPDATE allowance_ledger SET volume = 1 WHERE status = 'confirmed'",
    "UPDATE allowance_ledger SET status = 'proposed', decided_by = '', decided_at = NULL",
    "UPDATE allowance_ledger SET amount = 100",
    "DELETE FROM allowance_ledger",
    "UPDATE allowance_approval SET volume = 1000",
    "DELETE FROM allowance_approval",
    "TRUNCATE allowance_ledger",
    "TRUNCATE allowance_approval CASCADE",
    "UPDATE allowance SET period = '[2026-03-02,2026-04-01)'",
    "INSERT INTO allowance_ledger (allowance_id, kind, status, approval_id, approved, volume, coverage,"
    " estimated_share, revision, shares, computed_at, decided_by, decided_at)"
    " SELECT id, 'settlement', 'confirmed', NULL, NULL, 1, 1, 0, 1, '{}', now(), 'x', now() FROM allowance",
]


@pytest.fixture
def decided(compound: psycopg.Connection) -> psycopg.Connection:
    use(compound, "w2-k", (date(2026, 3, 1), date(2026, 3, 31)), 20.0)
    held = book(compound)
    canteen = subject(held, "canteen", Medium.WATER)
    approved(held, canteen, date(2026, 3, 1), 600.0, _SAID)
    settled(held, canteen)
    confirmed(held, stored.entries(compound)[0].id, _SAID)
    compound.commit()
    return compound


@pytest.mark.parametrize("role", ["guanjia_registrar", None])
@pytest.mark.parametrize("write", _WRITES)
def test_history_cannot_be_changed(write: str, role: str | None, decided: psycopg.Connection) -> None:
    if role is not None:
        decided.execute(f"SET ROLE {role}".encode())
    with pytest.raises((errors.RestrictViolation, errors.InsufficientPrivilege, errors.CheckViolation)):
        decided.execute(write.encode())


def test_a_blocked_row_cannot_be_confirmed_past_the_program(decided: psycopg.Connection) -> None:
    decided.execute(
        "INSERT INTO allowance (place_id, medium, month, period, unit)"
        " SELECT place_id, medium, '2026-04-01', '[2026-04-01,2026-05-01)', unit FROM allowance"
    )
    decided.execute(
        "INSERT INTO allowance_ledger (allowance_id, kind, status, volume, coverage, estimated_share,"
        " revision, shares, blocks, computed_at)"
        " SELECT max(id), 'settlement', 'blocked', 1, 1, 0, 1, '{}', '{set_aside}', now() FROM allowance"
    )
    with pytest.raises(errors.RestrictViolation):
        decided.execute(
            "UPDATE allowance_ledger SET status = 'confirmed', decided_by = 'x', decided_at = now()"
            " WHERE status = 'blocked'"
        )


def test_a_period_has_one_first_approval(decided: psycopg.Connection) -> None:
    with pytest.raises(errors.UniqueViolation):
        decided.execute(
            "INSERT INTO allowance_approval (allowance_id, volume, author, at)"
            " SELECT id, 1, 'x', now() FROM allowance"
        )


def test_the_registrar_may_all_that_the_commands_do(compound: psycopg.Connection) -> None:
    use(compound, "w2-k", (date(2026, 2, 1), date(2026, 3, 31)), 20.0)
    compound.execute("SET ROLE guanjia_registrar")
    held = book(compound)
    canteen = subject(held, "canteen", Medium.WATER)
    assert proposed(held, canteen, date(2026, 3, 1)).proposed
    approved(held, canteen, date(2026, 3, 1), 600.0, _SAID)
    settled(held, canteen)
    confirmed(held, stored.entries(compound)[0].id, _SAID)
    compound.execute("RESET ROLE")
    use(compound, "w2-k", (date(2026, 3, 1), date(2026, 3, 1)), 21.0)
    compound.execute("SET ROLE guanjia_registrar")
    assert settled(book(compound), canteen).adjustments == 1
