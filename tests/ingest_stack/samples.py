"""Messages that say little: one value of one quantity."""

from datetime import UTC, datetime, timedelta

import orjson

from simulators.messages import Message
from tests.ingest_stack.published import message

AT = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)


def reading(device: str, value: float, at: datetime = AT) -> Message:
    """Return a report of one flow."""
    return message(device, orjson.dumps({"at": at.isoformat(), "values": {"flow_m3h": value}}))
