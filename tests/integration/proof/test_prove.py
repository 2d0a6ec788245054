"""`guanjia prove` over hours the worker computed, and over hours somebody changed."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import orjson
import psycopg
import pytest

from analytics.worker import drain
from guanjia.proof.proving import proofs
from guanjia.proof.stretch import MeterProof
from storage.database import connect
from storage.export import exported_meters
from tests.integration.analytics.scene import BEGIN, Meter, arrive, build, clock, quarters
from tests.integration.database import Database
from tests.integration.export.command import guanjia


@pytest.fixture
def meters(database: Database) -> list[Meter]:
    """Three meters over a day: one with a glitch, one that wraps, one that was changed at ten past ten."""
    with database.connect() as connection:
        made = build(connection, meters=3)
        glitch = quarters(96)
        glitch[40] = (glitch[40][0], 0.0)
        arrive(connection, made[0], glitch)
        arrive(connection, made[1], [(at, value % 100_000) for at, value in quarters(96, first=99_990.0)])
        arrive(connection, made[2], [*quarters(41), *quarters(55, begin=41, first=-5.0)])
        _change(connection, made[2])
    drain(database.connect, clock)
    return made


def _change(connection: psycopg.Connection, meter: Meter) -> None:
    """Record that the meter was changed: the old one stood at 1,010.1, the new one at 5.2."""
    swapped_at = BEGIN + timedelta(hours=10, minutes=10)
    connection.execute(
        "UPDATE installation SET valid = tstzrange(lower(valid), %s), end_register = 1010.1"
        " WHERE meter_id = %s",
        [swapped_at, meter.id],
    )
    connection.execute(
        "INSERT INTO installation (meter_id, serial, valid, start_register, modulus, max_rate_per_hour)"
        " VALUES (%s, 'B', tstzrange(%s, NULL), 5.2, 100000, 50)",
        [meter.id, swapped_at],
    )
    connection.commit()


def proved(database: Database, wait: Callable[[timedelta], None] = lambda _: None) -> dict[str, MeterProof]:
    with connect(database.url, application="test", autocommit=True) as connection:
        return {proof.meter: proof for proof in proofs(connection, exported_meters(connection), wait)}


def _execute(database: Database, statement: str, *parameters: object) -> None:
    with database.connect() as connection:
        assert connection.execute(statement.encode(), parameters).rowcount


@pytest.mark.usefixtures("meters")
def test_what_the_worker_computed_is_proved(database: Database) -> None:
    found = proved(database)
    assert [proof.faults for proof in found.values()] == [[], [], []]
    assert max(proof.relative for proof in found.values()) < 1e-12
    (glitch,), (wrapped,), (changed,) = (proof.stretches for proof in found.values())
    assert glitch.difference == pytest.approx(95 * 0.25)
    assert (wrapped.meters[0].rollovers, wrapped.difference) == (1, pytest.approx(95 * 0.25))
    assert [meter.serial for meter in changed.meters] == ["A", "B"]
    assert [meter.difference for meter in changed.meters] == pytest.approx([10.1, 13.55])
    assert changed.hours.amount == pytest.approx(23.65)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "UPDATE consumption_hourly SET amount = amount + 0.001 WHERE meter_id = %s AND hour = %s",
            "its registers turned 23.750000 m3, its hours and what is set aside come to 23.751000",
        ),
        ("DELETE FROM consumption_hourly WHERE meter_id = %s AND hour = %s", "come to 22.750000"),
        (
            "INSERT INTO set_aside VALUES (%s, %s, 7, 'jump', now())",
            "its hours and what is set aside come to 30.750000",
        ),
        (
            "DELETE FROM reading WHERE device_id = %s AND at < %s + interval '20 minutes'",
            "turned 21.250000 m3",
        ),
    ],
)
def test_whatever_is_changed_in_the_books_is_found(
    database: Database, meters: list[Meter], change: str, said: str
) -> None:
    _execute(database, change, meters[0].id, BEGIN + timedelta(hours=2))
    found = proved(database)
    assert [bool(proof.faults) for proof in found.values()] == [True, False, False]
    assert said in found["m0"].faults[0]


def test_days_that_lost_an_hour_are_found(database: Database, meters: list[Meter]) -> None:
    _execute(database, "UPDATE consumption_daily SET amount = amount - 1 WHERE meter_id = %s", meters[1].id)
    found = proved(database)
    assert found["m1"].faults == ["its days come to 22.750000 m3, its hours to 23.750000"]


def test_hours_that_are_computed_while_it_waits_are_no_fault(database: Database, meters: list[Meter]) -> None:
    with database.connect() as connection:
        arrive(connection, meters[0], quarters(4, begin=96))
    waited: list[timedelta] = []

    def wait(pause: timedelta) -> None:
        waited.append(pause)
        drain(database.connect, clock)

    found = proved(database, wait)
    assert found["m0"].faults == []
    assert found["m0"].stretches[0].difference == pytest.approx(99 * 0.25)
    assert len(waited) == 1


@pytest.mark.usefixtures("meters")
def test_the_command_prints_a_line_for_each_meter_and_the_greatest_residual(
    database: Database, tmp_path: Path
) -> None:
    done = guanjia(database, tmp_path, "prove", "--site", "s")
    assert done.returncode == 0, done.stderr
    *_, glitch, wrapped, old, new, last = done.stdout.splitlines()
    assert glitch.split()[:7] == ["m0", "A", "1,000.000", "1,023.750", "1", "23.750", "m3"]
    assert wrapped.split()[5] == "1"
    assert old.split()[-1] == "+"
    assert "23.650" in new
    assert last.startswith("3 meters, 4 installations: the greatest residual is ")


def test_the_command_fails_and_names_the_meter_and_the_remedy(
    database: Database, meters: list[Meter], tmp_path: Path
) -> None:
    _execute(
        database, "DELETE FROM consumption_hourly WHERE meter_id = %s AND hour = %s", meters[1].id, BEGIN
    )
    done = guanjia(database, tmp_path, "prove", "--json")
    assert done.returncode == 1
    assert "m1: its registers turned 23.750000 m3" in done.stderr
    assert "guanjia analytics --once" in done.stderr
    document = orjson.loads(done.stdout)
    assert [meter["proved"] for meter in document["meters"]] == [True, False, True]
    assert document["greatest_relative_residual"] == pytest.approx(1 / 23.75)
    assert document["of"] == "m1"


@pytest.mark.usefixtures("meters")
def test_a_meter_nobody_knows_is_named(database: Database, tmp_path: Path) -> None:
    done = guanjia(database, tmp_path, "prove", "--meter", "m9")
    assert done.returncode == 1
    assert "is it m" in done.stderr
