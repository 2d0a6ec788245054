"""What a test has published, and the one question: where is each reading now?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import orjson
import psycopg

from models.topics import Channel, Topic
from simulators.messages import Message
from tests.ingest_stack.site import SITE

_EVERY = timedelta(seconds=15)

STORED = b"""
    SELECT device.code, quantity.name, reading.at, reading.value
    FROM reading
    INNER JOIN device ON reading.device_id = device.id
    INNER JOIN quantity ON reading.quantity_id = quantity.id
"""
FIXES = b"""
    SELECT device.code, 'position', position.at, position.lon, position.lat
    FROM position
    INNER JOIN device ON position.device_id = device.id
"""
REFUSED = b"""
    SELECT DISTINCT refused.device, refused.quantity, refused.at, message.reason
    FROM rejected_reading AS refused
    INNER JOIN rejected_message AS message ON refused.rejected_id = message.id
"""
MALFORMED = b"""
    SELECT payload FROM rejected_message AS message
    WHERE NOT EXISTS (SELECT FROM rejected_reading WHERE rejected_id = message.id)
"""


class Key(NamedTuple):
    """What makes a reading one reading."""

    device: str
    quantity: str
    at: datetime


@dataclass(slots=True)
class Published:
    """The books of a test: every key that went out, with its value or with the reason to refuse it."""

    begin: datetime = field(
        default_factory=lambda: datetime.now(UTC).replace(microsecond=0) - timedelta(days=7)
    )
    good: dict[Key, float] = field(default_factory=dict[Key, float])
    fixes: dict[Key, tuple[float, float]] = field(default_factory=dict[Key, tuple[float, float]])
    bad: dict[Key, str] = field(default_factory=dict[Key, str])
    malformed: set[bytes] = field(default_factory=set[bytes])

    def report(self, device: str, number: int) -> dict[str, object]:
        """Note and return the `number`-th report of a device: two values of its own."""
        at = self.begin + number * _EVERY
        values = {"volume_m3": 1000 + number / 128, "flow_m3h": number % 97 / 8}
        for quantity, value in values.items():
            self.good[Key(device, quantity, at)] = value
        return {"at": at.isoformat(), "seq": number, "values": values}

    def message(self, device: str, number: int) -> Message:
        """Return that report as a message."""
        return message(device, orjson.dumps(self.report(device, number)))

    def fix(self, tracker: str, number: int) -> Message:
        """Note and return a tracker's `number`-th report: a fix and a reading."""
        at = self.begin + number * _EVERY
        lon, lat, odometer = 106 + number / 4096, 38 + number / 8192, 15_000 + number / 16
        self.fixes[Key(tracker, "position", at)] = (lon, lat)
        self.good[Key(tracker, "odometer_km", at)] = odometer
        report = {
            "at": at.isoformat(),
            "position": {"lon": lon, "lat": lat, "system": "BDS"},
            "values": {"odometer_km": odometer},
        }
        return message(tracker, orjson.dumps(report))

    def messages(self, devices: tuple[str, ...], numbers: range) -> Iterator[Message]:
        """Return the reports of all devices, one a message."""
        for number in numbers:
            for device in devices:
                yield self.message(device, number)

    def refused(self, device: str, at: datetime, quantity: str, reason: str) -> Message:
        """Note and return a report whose one value must be refused."""
        self.bad[Key(device, quantity, at)] = reason
        return message(device, orjson.dumps({"at": at.isoformat(), "values": {quantity: -1e12}}))

    def garbage(self, device: str, payload: bytes) -> Message:
        """Note and return a message in which nobody could name a reading."""
        self.malformed.add(payload)
        return message(device, payload)

    def missing(self, connection: psycopg.Connection) -> int:
        """Return how many readings have not arrived: a quick count, to wait for."""
        row = connection.execute(
            "SELECT (SELECT count(*) FROM reading), (SELECT count(*) FROM position),"
            " (SELECT count(*) FROM rejected_message)"
        ).fetchone()
        assert row is not None
        wanted = (len(self.good), len(self.fixes), len(self.bad) + len(self.malformed))
        return sum(max(want - int(have), 0) for want, have in zip(wanted, row, strict=True))

    def check(self, connection: psycopg.Connection) -> None:
        """Assert that each reading is stored once with its value, or refused for its reason; and no other."""
        stored = [(Key(*row[:3]), float(row[3])) for row in connection.execute(STORED)]
        assert len(stored) == len(self.good)
        assert dict(stored) == self.good
        fixes = [(Key(*row[:3]), (float(row[3]), float(row[4]))) for row in connection.execute(FIXES)]
        assert len(fixes) == len(self.fixes)
        assert dict(fixes) == self.fixes
        refused = [(Key(*row[:3]), str(row[3])) for row in connection.execute(REFUSED)]
        assert len(refused) == len(self.bad)
        assert dict(refused) == self.bad
        malformed = [bytes(row[0]) for row in connection.execute(MALFORMED)]
        assert len(malformed) == len(self.malformed)
        assert set(malformed) == self.malformed


def message(device: str, payload: bytes, channel: Channel = Channel.TELEMETRY, site: str = SITE) -> Message:
    """Return a message of a device; it is due at once."""
    return Message(datetime.now(UTC), str(Topic(site, device, channel)), payload)
