"""Messages that are broken, that come twice, and that come in any order."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import orjson

from simulators.messages import Message
from tests.ingest_stack.load import load
from tests.ingest_stack.process import WorkerProcess
from tests.ingest_stack.published import Published, message
from tests.ingest_stack.site import INSTALLED_AT, METERS, TRACKERS
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until

MESSAGES = 4_000
ONE_IN = 100


def test_one_percent_of_malformed_messages_takes_nothing_else_along(stack: Stack) -> None:
    published = Published()
    with WorkerProcess(stack), stack.connect() as connection:
        with load(stack, one_percent_malformed(published)):
            pass
        wait_until(lambda: not published.missing(connection), "all has arrived")
        published.check(connection)
    assert len(published.bad) + len(published.malformed) == MESSAGES // ONE_IN


def test_every_report_sent_twice_and_shuffled_to_two_workers(stack: Stack) -> None:
    published = Published()
    messages = [published.message(METERS[n % len(METERS)], n) for n in range(MESSAGES // 4)]
    messages += [published.fix(TRACKERS[n % len(TRACKERS)], n) for n in range(MESSAGES // 8)]
    messages += arrays(published)
    twice = [*messages, *messages]
    Random(7).shuffle(twice)  # noqa: S311 - an order, no secret
    with WorkerProcess(stack, 0) as first, WorkerProcess(stack, 1) as second, stack.connect() as connection:
        with load(stack, twice):
            pass
        readings = len(published.good) + len(published.fixes)
        for counter in ("guanjia_ingest_readings_total", "guanjia_ingest_duplicates_total"):
            wait_until(
                lambda counter=counter: first.metric(counter) + second.metric(counter) == readings,
                f"{counter} is the number of readings",
            )
        published.check(connection)


def one_percent_malformed(published: Published) -> Iterator[Message]:
    future = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    installed_at = datetime.fromisoformat(INSTALLED_AT)
    for number in range(MESSAGES):
        device = METERS[number % len(METERS)]
        kind, at = number // ONE_IN % 8, published.begin + timedelta(seconds=number)
        if number % ONE_IN:
            yield published.message(device, number)
        elif kind < 4:
            yield published.garbage(device, GARBAGE[kind] + str(number).encode())
        else:
            quantity, reason, shift = REFUSED[kind - 4]
            base = {"future": future, "too_old": installed_at}.get(reason, at)
            yield published.refused(device, base + shift * (number + 1), quantity, reason)


GARBAGE = (b"", b'{"at": "2026-05-05T05:05:05', b"\xff\xfe", b"[7, null, true]//")
SECOND = timedelta(seconds=1)
REFUSED = (
    ("flow_m3h", "out_of_range", SECOND),
    ("colour", "unknown_quantity", SECOND),
    ("flow_m3h", "future", SECOND),
    ("flow_m3h", "too_old", -SECOND),
)


def arrays(published: Published) -> list[Message]:
    """Return a backlog: arrays of 50 reports, of times later than those of single reports."""
    return [
        message(
            device,
            orjson.dumps([published.report(device, 10_000 + 50 * turn + place) for place in range(50)]),
        )
        for device in METERS
        for turn in range(4)
    ]
