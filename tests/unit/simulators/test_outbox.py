from datetime import UTC, datetime, timedelta
from random import Random

from simulators.backoff import Backoff
from simulators.delivery import Pace
from simulators.history import History
from simulators.messages import Message
from simulators.outbox import Outbox, Parcel, Window
from simulators.timetable import Timetable

START = datetime(2026, 1, 1, tzinfo=UTC)


def parcel(payload: bytes) -> Parcel:
    return Parcel(Message(START, "v1/site/a/telemetry", payload))


def drained(outbox: Outbox) -> list[bytes]:
    payloads: list[bytes] = []
    while outbox.waiting:
        payloads.append(outbox.next().message.payload)
    return payloads


def test_after_a_cut_the_delivered_go_first_then_the_unanswered_then_the_new() -> None:
    outbox = Outbox()
    for payload in (b"1", b"2", b"3"):
        outbox.offer(parcel(payload))
    delivered, unanswered = outbox.next(), outbox.next()
    outbox.sent(1, delivered)
    outbox.sent(2, unanswered)
    assert outbox.answered(1) is delivered

    assert outbox.lost([delivered]) == [unanswered]

    assert drained(outbox) == [b"1", b"2", b"3"]


def test_held_parcels_go_before_the_waiting_in_their_order() -> None:
    outbox = Outbox()
    for payload in (b"1", b"2", b"3"):
        outbox.offer(parcel(payload))
    outbox.hold(outbox.next())
    outbox.hold(outbox.next())
    assert outbox.held == 3
    outbox.release()
    assert drained(outbox) == [b"1", b"2", b"3"]


def test_a_packet_id_of_no_parcel_is_nothing() -> None:
    assert Outbox().answered(7) is None


def test_a_window_is_full_by_count_or_by_bytes() -> None:
    by_count, by_bytes = Window(2, 1000), Window(1000, 10)
    for window in (by_count, by_bytes):
        window.enter(parcel(b"12345"))
        assert window.has_room()
        window.enter(parcel(b"12345"))
        assert not window.has_room()
        window.leave(parcel(b"12345"))
        assert window.has_room()


def test_history_keeps_the_last_quarter_of_an_hour() -> None:
    history = History(900.0, 1000)
    old, young = parcel(b"old"), parcel(b"young")
    history.add("a", old, 0.0)
    history.add("a", young, 100.0)
    assert history.take("a", 950.0) == [young]


def test_history_forgets_the_oldest_of_all_devices_when_it_is_full() -> None:
    history = History(900.0, 10)
    first, second, third = parcel(b"12345"), parcel(b"12345"), parcel(b"1")
    history.add("a", first, 0.0)
    history.add("b", second, 1.0)
    history.add("b", third, 2.0)
    assert history.take("a", 3.0) == []
    assert history.take("b", 3.0) == [second, third]


def test_history_that_was_taken_leaves_room_and_is_not_given_twice() -> None:
    history = History(900.0, 10)
    first, second = parcel(b"1234567890"), parcel(b"1234567890")
    history.add("a", first, 0.0)
    assert history.take("a", 1.0) == [first]
    assert history.take("a", 1.0) == []
    history.add("a", second, 2.0)
    assert history.take("a", 3.0) == [second]


def test_waits_double_up_to_the_longest_with_jitter_and_begin_again() -> None:
    backoff = Backoff(timedelta(seconds=1), timedelta(seconds=8), Random(1))  # noqa: S311 - jitter
    waits = [backoff.next() for _ in range(6)]
    for wait, most in zip(waits, (1, 2, 4, 8, 8, 8), strict=True):
        assert most / 2 <= wait <= most
    assert len(set(waits)) == 6
    backoff.reset()
    assert backoff.next() <= 1


def test_messages_leave_when_they_are_due_at_the_pace() -> None:
    later = Message(START + timedelta(minutes=10), "t", b"later")
    timetable = Timetable(iter([Message(START, "t", b"first"), later]), Pace(60.0))
    assert timetable.next_due(100.0) is not None
    assert timetable.next_due(109.9) is None
    assert timetable.seconds_to_wait(104.0) == 6.0
    assert timetable.next_due(110.0) is later
    assert timetable.next_due(110.0) is None
    assert timetable.ended


def test_without_a_pace_every_message_is_due_at_once() -> None:
    messages = [Message(START + timedelta(days=n), "t", b"") for n in range(3)]
    timetable = Timetable(iter(messages), Pace())
    assert [timetable.next_due(0.0) for _ in range(3)] == messages
