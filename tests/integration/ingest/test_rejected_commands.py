"""`guanjia rejected`: what could not be stored is listed, shown, and stored once its cause is mended."""

from datetime import UTC, datetime, timedelta

import orjson

from simulators.messages import Message
from tests.ingest_stack.process import guanjia
from tests.ingest_stack.published import message
from tests.ingest_stack.running import RunningWorker
from tests.ingest_stack.samples import AT, reading
from tests.ingest_stack.site import NEWCOMER, register
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until
from tests.integration.ingest.conftest import Send
from tests.integration.ingest.contents import refusals, stored

LAST = b"SELECT max(id) FROM rejected_message WHERE topic LIKE '%/telemetry'"
SETTLED = b"SELECT count(*) FROM rejected_message WHERE topic LIKE '%/telemetry' AND replayed_at IS NOT NULL"


def test_a_refusal_is_listed_by_its_reason(stack: Stack, send: Send) -> None:
    refused(stack, send, message("m0", b"{"), reading("m1", 1e9))
    said = told(stack, "list", "--reason", "out_of_range")
    assert "v1/yard/m1/telemetry" in said
    assert "flow_m3h = 1e+09 is outside" in said
    assert "v1/yard/m0/telemetry" not in said
    assert told(stack, "list", "--reason", "future") == "nothing is refused\n"


def test_what_a_device_writes_is_no_markup_and_no_command_of_a_terminal(stack: Stack, send: Send) -> None:
    values = {"[/red]": 1, "[bold]x": 2}
    hostile = orjson.dumps({"at": AT.isoformat(), "values": values}) + b" \x1b[2J"
    number = refused(stack, send, message("m0", orjson.dumps({"at": AT.isoformat(), "values": values})))
    assert "'[/red]' is no quantity" in told(stack, "list")
    assert '{"[/red]":1,"[bold]x":2}' in told(stack, "show", number)

    number = refused(stack, send, message("m1", hostile))
    assert "\x1b" not in told(stack, "show", number)
    assert r"\x1b[2J" in told(stack, "show", number)


def test_a_refusal_is_shown_whole(stack: Stack, send: Send) -> None:
    number = refused(stack, send, message("m0", b"{\xff"))
    lines = told(stack, "show", number).splitlines()
    assert lines[1] == "topic     v1/yard/m0/telemetry"
    assert lines[2].startswith("reason    not_json: ")
    assert lines[3] == "replayed  no"
    assert lines[4] == "{\\xff"

    done = guanjia(stack, "rejected", "show", "999999")
    assert done.returncode == 1
    assert done.stderr == "guanjia: there is no refusal 999999; `guanjia rejected list` names them\n"


def test_what_an_unknown_device_said_is_stored_once_it_is_registered(stack: Stack, send: Send) -> None:
    refused(stack, send, reading(NEWCOMER, 1.0))
    assert replayed(stack, "unknown_device").endswith("refused again\n")
    with stack.connect() as connection:
        assert stored(connection) == []
        assert count(stack, SETTLED) == 0
        register(connection, stack.folder, NEWCOMER)
        assert replayed(stack, "unknown_device").endswith("1 readings stored, 0 refused again\n")
        assert stored(connection) == [(NEWCOMER, 1.0)]
        assert count(stack, SETTLED) == 1
    assert "v1/yard/newcomer/telemetry" not in told(stack, "list")
    assert "v1/yard/newcomer/telemetry" in told(stack, "list", "--all")


def test_a_future_reading_is_judged_by_its_arrival_when_it_is_replayed(stack: Stack, send: Send) -> None:
    """Else a clock that is an hour ahead would be right as soon as somebody replays an hour later."""
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    with RunningWorker(stack, clock=lambda: an_hour_ago), stack.connect() as connection:
        send(reading("m0", 1.0, an_hour_ago + timedelta(minutes=30)))
        wait_until(lambda: [reason for reason, _ in refusals(connection)] == ["future"], "it is refused")
        said = replayed(stack, "future")
        assert "ahead of its arrival" in said
        assert said.endswith("\n0 settled, 0 readings stored, 1 refused again\n")
        assert stored(connection) == []
        assert len(refusals(connection)) == 1


def test_what_was_refused_beside_what_was_stored_is_stored_without_a_copy(stack: Stack, send: Send) -> None:
    early = datetime(2025, 12, 31, tzinfo=UTC)
    reports = [{"at": at.isoformat(), "values": {"flow_m3h": 1}} for at in (early, AT)]
    number = refused(stack, send, message("m0", orjson.dumps(reports)))
    with stack.connect() as connection:
        connection.execute("UPDATE device SET installed_at = '2025-12-01Z' WHERE code = 'm0'")
        assert told(stack, "replay", number) == "1 settled, 1 readings stored, 0 refused again\n"
        assert len(stored(connection)) == 2
    assert told(stack, "replay", number) == "0 settled, 0 readings stored, 0 refused again\n"


def test_a_replay_of_everything_must_be_asked_for_by_a_reason(stack: Stack) -> None:
    done = guanjia(stack, "rejected", "replay")
    assert done.returncode == 2
    assert "name refusals by ID, or give --reason" in done.stderr


def refused(stack: Stack, send: Send, *messages: Message) -> str:
    """Have messages refused; return the number of the last."""
    with RunningWorker(stack), stack.connect() as connection:
        before = len(refusals(connection))
        send(*messages)
        wait_until(lambda: len(refusals(connection)) == before + len(messages), "all are refused")
    return str(count(stack, LAST))


def count(stack: Stack, statement: bytes) -> int:
    with stack.connect() as connection:
        row = connection.execute(statement).fetchone()
    assert row is not None
    return int(row[0])


def told(stack: Stack, *arguments: str) -> str:
    done = guanjia(stack, "rejected", *arguments, COLUMNS="200")
    assert done.returncode == 0, done.stderr
    return done.stdout


def replayed(stack: Stack, reason: str) -> str:
    return told(stack, "replay", "--reason", reason)
