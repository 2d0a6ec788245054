"""Refused messages at the desk: shown to who sees their device, stored once their cause is mended."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg
import pytest

from guanjia.quality.desk import QualityDesk
from ingest import quarantine
from ingest.intake import take
from ingest.writer import read_directory
from models.dispatch_errors import ForbiddenError
from models.quality import NoSuchMessageError, RejectedRow
from storage import telemetry
from storage.audit import entries
from storage.quality import RejectedWanted
from storage.telemetry import Arrival, Batch
from tests.integration.analytics.scene import NOW, add_meter, fetch
from tests.integration.database import Database
from tests.integration.quality.conftest import ENGINEER, NEIGHBOUR, ONLOOKER

AT = datetime(2026, 11, 20, tzinfo=UTC)
Arrive = Callable[[str, bytes], int]


def payload(at: str = "2026-11-20T07:00:00+08:00", volume: float = 12) -> bytes:
    return f'{{"at":"{at}","values":{{"volume_m3":{volume}}}}}'.encode()


@pytest.fixture
def arrive(scene: Database) -> Arrive:
    """Let a message arrive as ingest does; the number of its refusal."""

    def one(device: str, content: bytes) -> int:
        with scene.connect() as connection:
            telemetry.prepare(connection)
            directory = read_directory(connection)
            batch = Batch(AT)
            take(batch, Arrival(f"v1/s/{device}/telemetry", content), directory, AT)
            connection.commit()
            quarantine.store(connection, batch, directory)
        return int(str(fetch(scene, b"SELECT max(id) FROM rejected_message")[0][0]))

    return one


def register(scene: Database, code: str) -> None:
    with scene.connect() as connection:
        add_meter(connection, 1, code)
        connection.execute("UPDATE registry_revision SET revision = revision + 1")


def waiting(desk: QualityDesk) -> list[RejectedRow]:
    return desk.rejected(ENGINEER, RejectedWanted())


def readings(scene: Database) -> list[tuple[object, ...]]:
    return fetch(
        scene,
        b"SELECT device.code, reading.value FROM reading JOIN device ON device.id = reading.device_id"
        b" WHERE device.code LIKE 'new%%'",
    )


def test_what_an_unknown_device_said_is_stored_once_it_is_registered(
    desk: QualityDesk, scene: Database, arrive: Arrive
) -> None:
    number = arrive("new", payload())
    assert desk.rejected_reasons(ENGINEER) == {"unknown_device": 1}
    again = desk.replay(ENGINEER, [number])
    assert (again.settled, again.readings) == (0, 0)
    assert [(each.rejected_id, each.reason) for each in again.refused] == [(number, "unknown_device")]
    register(scene, "new")
    done = desk.replay_all(ENGINEER, "unknown_device")
    assert (done.settled, done.readings, done.refused) == (1, 1, ())
    assert readings(scene) == [("new", 12)]
    assert waiting(desk) == []
    [row] = desk.rejected(ENGINEER, RejectedWanted(settled=True))
    assert (row.rejected_id, row.replayed_at, row.replayed_by) == (number, NOW, "马工")


def test_the_same_message_tried_twice_is_stored_once(
    desk: QualityDesk, scene: Database, arrive: Arrive
) -> None:
    number = arrive("new", payload())
    register(scene, "new")
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(desk.replay, ENGINEER, [number]) for _ in range(2)]
        done = [each.result() for each in both]
    assert sum(each.readings for each in done) == 1
    assert desk.replay(ENGINEER, [number]).settled == 0
    assert readings(scene) == [("new", 12)]


def test_what_is_refused_for_another_reason_now_says_so(
    desk: QualityDesk, scene: Database, arrive: Arrive
) -> None:
    number = arrive("new", payload(volume=1e12))
    register(scene, "new")
    done = desk.replay(ENGINEER, [number])
    assert [(each.rejected_id, each.reason) for each in done.refused] == [(number, "out_of_range")]
    assert [each.reason for each in waiting(desk)] == ["out_of_range"]


def test_somebody_sees_and_tries_again_what_their_own_devices_said(
    desk: QualityDesk, scene: Database, arrive: Arrive
) -> None:
    number = arrive("m0", b"{oops")
    assert desk.payload(ENGINEER, number) == "{oops"
    assert desk.payload(ONLOOKER, number) == "{oops"
    assert desk.rejected(NEIGHBOUR, RejectedWanted()) == []
    for work in (
        lambda: desk.payload(NEIGHBOUR, number),
        lambda: desk.replay(NEIGHBOUR, [number]),
    ):
        with pytest.raises(NoSuchMessageError):
            work()
    for work in (lambda: desk.replay(ONLOOKER, [number]), lambda: desk.replay_all(ONLOOKER, "not_json")):
        with pytest.raises(ForbiddenError):
            work()
    assert desk.replay_all(NEIGHBOUR, "not_json").refused == ()
    assert fetch(scene, b"SELECT replayed_at FROM rejected_message") == [(None,)]


def test_the_list_is_found_by_reason_device_and_time(desk: QualityDesk, arrive: Arrive) -> None:
    first, second = arrive("m0", b"{oops"), arrive("new", payload())

    def found(wanted: RejectedWanted) -> list[int]:
        return [each.rejected_id for each in desk.rejected(ENGINEER, wanted)]

    assert found(RejectedWanted()) == [second, first]
    assert found(RejectedWanted(reason="not_json")) == [first]
    assert found(RejectedWanted(text="S/NEW")) == [second]
    assert found(RejectedWanted(since=NOW)) == []
    assert found(RejectedWanted(until=NOW)) == [second, first]
    assert found(RejectedWanted(after=second)) == [first]


def test_the_audit_log_says_who_tried_again(desk: QualityDesk, scene: Database, arrive: Arrive) -> None:
    number = arrive("new", payload())
    register(scene, "new")
    desk.replay(ENGINEER, [number])
    with scene.connect() as connection:
        [entry] = entries(connection, "rejected")
    assert (entry.author, entry.action) == ("马工", "replay")
    assert entry.became == {"messages": [number], "settled": 1, "readings": 1}


def test_control_characters_of_a_payload_stay_harmless(desk: QualityDesk, arrive: Arrive) -> None:
    number = arrive("m0", b"\x1b[2J<script>\xff")
    assert desk.payload(ENGINEER, number) == "\\x1b[2J<script>\\xff"


def test_a_login_that_may_not_act_as_ingest_is_told_what_to_do(scene: Database, desk: QualityDesk) -> None:
    def stranger() -> psycopg.Connection:
        raise psycopg.errors.InsufficientPrivilege("no")

    lost = QualityDesk(desk.source, stranger, desk.now)
    del scene
    with pytest.raises(Exception, match="guanjia db logins"):
        lost.replay(ENGINEER, [])
