"""Messages that are sent while the test does something to the stack."""

import threading
from collections.abc import Generator, Iterable
from contextlib import contextmanager

from simulators.delivery import Delivery, Pace
from simulators.messages import Message
from tests.ingest_stack.stack import Stack

_PATIENCE_SECONDS = 90.0
AS_FAST_AS_IT_GOES = Pace()


@contextmanager
def load(
    stack: Stack, messages: Iterable[Message], pace: Pace = AS_FAST_AS_IT_GOES
) -> Generator[list[Delivery]]:
    """Send from a thread; the block ends when the messages have, and each was taken by the broker."""
    done: list[Delivery] = []
    errors: list[BaseException] = []

    def send() -> None:
        try:
            done.append(stack.sender().send(messages, pace, lambda: False, lambda _delivery: None))
        except BaseException as error:  # noqa: BLE001 - raised below, in the test
            errors.append(error)

    thread = threading.Thread(target=send, name="load", daemon=True)
    thread.start()
    yield done
    thread.join(_PATIENCE_SECONDS)
    assert not thread.is_alive(), "the load does not end"
    if errors:
        raise errors[0]
    assert not done[0].refused
    assert done[0].acknowledged == done[0].messages
