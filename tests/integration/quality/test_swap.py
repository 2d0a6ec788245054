"""A meter swap recorded at the desk: it edits the registry, and the hours follow."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from analytics.worker import drain
from guanjia.quality.desk import QualityDesk
from guanjia.registry_files.reading import read_files
from models.dispatch_errors import EntryError, Flaw, ForbiddenError
from models.errors import FileMistakesError
from models.quality import NoSuchMeterError, SwapEntry
from storage.audit import entries
from storage.database import connect
from storage.quality import AsidesWanted, MetersWanted
from storage.registry import apply, current_registry
from tests.integration.analytics.scene import BEGIN, clock, fetch
from tests.integration.database import Database
from tests.integration.quality.conftest import ENGINEER, NEIGHBOUR, ONLOOKER, SWAP
from tests.integration.web.conftest import url_of

AT = BEGIN + timedelta(hours=10)


def flaws(work: Callable[[], object]) -> list[tuple[str, Flaw]]:
    with pytest.raises(EntryError) as raised:
        work()
    return [(each.name, each.flaw) for each in raised.value.flaws]


def amount(desk: QualityDesk, hour: datetime) -> float:
    return next(each.amount for each in desk.around(ENGINEER, "m0", AT).hours if each.hour == hour)


def test_a_swap_explains_what_was_set_aside_and_the_hours_follow(desk: QualityDesk, scene: Database) -> None:
    [aside] = desk.asides(ENGINEER, AsidesWanted())
    assert (aside.meter, aside.at) == ("m0", AT)
    before = desk.around(ENGINEER, "m0", aside.at)
    assert before.last_before == (AT - timedelta(minutes=15), pytest.approx(1009.75))
    assert before.first_after == (AT, pytest.approx(0.2))
    assert before.waiting == 0
    done = desk.record_swap(ENGINEER, SWAP)
    assert done.is_new
    assert done.at == AT
    assert desk.around(ENGINEER, "m0", AT).waiting == done.stale_hours > 0
    drain(scene.connect, clock)
    after = desk.around(ENGINEER, "m0", AT)
    assert after.waiting == 0
    assert after.aside == ()
    # 09:45 to 10:00 the old register went from 1009.75 to 1010.4: 0.65; the three quarters before are 0.75
    assert amount(desk, AT - timedelta(hours=1)) == pytest.approx(1.4)
    assert amount(desk, AT) == pytest.approx(1.0)
    old, new = after.installations
    assert (old.end_register, old.valid_to) == (1010.4, AT)
    assert (new.serial, new.start_register, new.modulus, new.max_rate_per_hour) == ("B-77", 0.2, 99999, 50)


def test_the_same_swap_recorded_twice_changes_nothing(desk: QualityDesk, scene: Database) -> None:
    desk.record_swap(ENGINEER, SWAP)
    with scene.connect() as connection:
        there = current_registry(connection)
    again = desk.record_swap(replace(ENGINEER, name="丁工"), SWAP)
    assert not again.is_new
    with scene.connect() as connection:
        assert current_registry(connection) == there


def test_of_two_people_at_the_same_moment_one_records_it(desk: QualityDesk, scene: Database) -> None:
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(desk.record_swap, ENGINEER, SWAP) for _ in range(2)]
        done = [each.result() for each in both]
    assert sorted(each.is_new for each in done) == [False, True]
    assert fetch(scene, b"SELECT count(*) FROM installation WHERE serial = 'B-77'") == [(1,)]


def test_another_swap_of_the_same_moment_or_serial_is_refused(desk: QualityDesk) -> None:
    desk.record_swap(ENGINEER, SWAP)
    assert flaws(lambda: desk.record_swap(ENGINEER, replace(SWAP, serial="C"))) == [("at", Flaw.OTHER_SWAP)]
    other = replace(SWAP, at="2026-11-01 12:00")
    assert flaws(lambda: desk.record_swap(ENGINEER, other)) == [("serial", Flaw.SAME_SERIAL)]
    # the old meter's serial would move the old meter, and not swap it
    assert flaws(lambda: desk.record_swap(ENGINEER, replace(other, serial="A"))) == [
        ("serial", Flaw.SAME_SERIAL)
    ]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"at": ""}, [("at", Flaw.EMPTY)]),
        ({"at": "yesterday"}, [("at", Flaw.NO_TIME)]),
        ({"at": "2026-11-30 10:00"}, [("at", Flaw.AHEAD)]),
        ({"at": "2020-01-01 10:00"}, [("at", Flaw.NO_METER_BEFORE)]),
        ({"serial": " "}, [("serial", Flaw.EMPTY)]),
        ({"serial": "x" * 61}, [("serial", Flaw.TOO_LONG)]),
        ({"start_register": "nan"}, [("start_register", Flaw.NO_NUMBER)]),
        ({"start_register": "-1"}, [("start_register", Flaw.NO_NUMBER)]),
        ({"start_register": "99999"}, [("start_register", Flaw.ABOVE_MODULUS)]),
        ({"end_register": "100000"}, [("end_register", Flaw.ABOVE_MODULUS)]),
        (
            {"end_register": "", "multiplier": "0"},
            [("end_register", Flaw.EMPTY), ("multiplier", Flaw.NO_NUMBER)],
        ),
        ({"modulus": "0"}, [("modulus", Flaw.NO_NUMBER)]),
    ],
)
def test_what_is_no_swap_is_named_by_its_field(
    desk: QualityDesk, typed: dict[str, str], wrong: list[tuple[str, Flaw]]
) -> None:
    assert flaws(lambda: desk.record_swap(ENGINEER, replace(SWAP, **typed))) == wrong


def test_an_overlap_is_refused_in_the_sentence_of_an_apply(desk: QualityDesk, scene: Database) -> None:
    with scene.connect() as connection:
        connection.execute(
            "UPDATE installation SET valid = tstzrange(lower(valid), '2026-11-05Z') WHERE meter_id = 1"
        )
    with pytest.raises(FileMistakesError, match="overlaps the one from"):
        desk.record_swap(ENGINEER, SWAP)


def test_who_may_not_change_the_registry_or_sees_another_institution_records_nothing(
    desk: QualityDesk, scene: Database
) -> None:
    with pytest.raises(ForbiddenError):
        desk.record_swap(ONLOOKER, SWAP)
    with pytest.raises(NoSuchMeterError):
        desk.record_swap(NEIGHBOUR, SWAP)
    with pytest.raises(NoSuchMeterError):
        desk.around(NEIGHBOUR, "m0", AT)
    assert desk.asides(NEIGHBOUR, AsidesWanted()) == []
    assert [each.meter for each in desk.meters(NEIGHBOUR, MetersWanted())] == ["n0"]
    assert fetch(scene, b"SELECT count(*) FROM installation WHERE meter_id = 1") == [(1,)]


def test_the_login_of_the_console_itself_writes_no_registry(
    desk: QualityDesk, scene: Database, logins: Path
) -> None:
    desk.around(ENGINEER, "m0", AT)
    with connect(url_of("guanjia_console", scene, logins), application="test") as connection:
        for statement in (
            b"DELETE FROM installation",
            b"DELETE FROM rejected_message",
            b"SELECT FROM reading",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
            connection.rollback()


def test_an_earlier_swap_takes_the_end_that_was_recorded_for_the_later_one(
    desk: QualityDesk, scene: Database
) -> None:
    desk.record_swap(ENGINEER, SWAP)
    earlier = SwapEntry("m0", "2026-11-01 05:00", "1005.1", "A2", "1005", "", "")
    desk.record_swap(ENGINEER, earlier)
    with scene.connect() as connection:
        installed = current_registry(connection).meters["m0"].installations
    assert [(each.serial, each.end_register) for each in installed] == [
        ("A", 1005.1), ("A2", 1010.4), ("B-77", None),
    ]  # fmt: skip


FILE = """
meters:
  - code: m0
    name: m0
    quantity: volume_m3
    medium: water
    place: s
    installations:
      - serial: A
        valid_from: 2026-10-31T00:00:00+08:00
        modulus: 100000
        max_rate_per_hour: 50
"""


def test_an_older_file_applied_again_does_not_undo_a_swap(
    desk: QualityDesk, scene: Database, tmp_path: Path
) -> None:
    file = tmp_path / "site.yaml"
    file.write_text(FILE, "utf-8")
    with scene.connect() as connection:
        apply(connection, read_files([file]))
    desk.record_swap(ENGINEER, SWAP)
    with scene.connect() as connection:
        there = current_registry(connection)
        applied = apply(connection, read_files([file]))
        assert applied.changes == ()
        assert current_registry(connection) == there


def test_a_file_that_contradicts_a_swap_says_so_in_what_it_changes(
    desk: QualityDesk, scene: Database, tmp_path: Path
) -> None:
    desk.record_swap(ENGINEER, SWAP)
    file = tmp_path / "site.yaml"
    file.write_text(FILE + "        end_register: 1011\n", "utf-8")
    with scene.connect() as connection:
        [change] = apply(connection, read_files([file]), dry_run=True).changes
    assert (change.field, change.before, change.after) == ("end_register", "1010.4", "1011")


def test_the_audit_log_says_who_recorded_a_swap_and_what_it_was_before(
    desk: QualityDesk, scene: Database
) -> None:
    desk.record_swap(ENGINEER, SWAP)
    desk.record_swap(ENGINEER, SWAP)
    with scene.connect() as connection:
        [entry] = entries(connection, "meter m0")
    assert (entry.author, entry.action) == ("马工", "record meter swap")
    assert entry.was is not None
    assert list(entry.was) == ["A"]
    assert entry.became is not None
    assert entry.became["A"]["end_register"] == 1010.4
    assert entry.became["B-77"]["start_register"] == 0.2
