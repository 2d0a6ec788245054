"""The writer's thread, looked at from the loop that feeds it."""

import select
from datetime import UTC, datetime, timedelta

from ingest.writer import Parcel, Writer
from storage.telemetry import Batch
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until


def test_a_commit_is_collected_also_before_its_bell_has_rung(stack: Stack) -> None:
    # the loop looks whenever it likes: between the commit and the bell as well
    writer = Writer(stack.connect_as_worker, lambda *_words, **_fields: None)
    writer.start()
    try:
        wait_until(lambda: writer.directory is not None, "the registry is read")
        parcel = Parcel(Batch(datetime.now(UTC)), [], 0, 0.0, 0.0)
        writer.put(parcel)
        select.select([writer.wake], [], [], 30)
        writer.wake.recv(1)
        done = writer.collect()
        assert done is not None
        assert done.parcel is parcel
        assert writer.collect() is None
    finally:
        writer.stop(timedelta(seconds=5))


def test_a_vanished_database_server_is_noticed_by_the_kernel(stack: Stack) -> None:
    with stack.connect_as_worker() as connection:
        parameters = connection.info.get_parameters()
    assert int(parameters["tcp_user_timeout"]) <= 30_000
    assert int(parameters["keepalives_idle"]) <= 30
