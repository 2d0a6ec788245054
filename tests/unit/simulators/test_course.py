from datetime import UTC, datetime

import pytest

from simulators.course import Course
from simulators.messages import Message, Tally
from simulators.transmission import Outgoing

AT = datetime(2026, 1, 1, tzinfo=UTC)
OUT = [Outgoing(Message(AT, "v1/s/d/telemetry", b"x"), Tally(1, n, 0, 0)) for n in (1, 20, 300)]


def test_a_message_that_was_read_but_not_sent_is_not_counted() -> None:
    course = Course()
    assert len(list(course.hand_out(OUT))) == 3
    assert course.tally(3) == Tally(3, 321, 0, 0)
    assert course.tally(2) == Tally(2, 21, 0, 0)


def test_more_cannot_be_sent_than_was_handed_out() -> None:
    with pytest.raises(ValueError, match="1 messages sent of 0"):
        Course().tally(1)
