"""Which meters need their days and months cut again, because the time zone of their site changed."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from storage.consumption import Connection
from storage.database import query


def claim(connection: Connection, limit: int) -> list[tuple[int, ZoneInfo]]:
    """Lock up to `limit` such meters that no other worker holds; return them with their zone."""
    rows = connection.execute(query("analytics/claim_calendars"), {"limit": limit})
    return [(meter, ZoneInfo(zone)) for meter, zone in rows]


def settle(connection: Connection, meters: Sequence[int]) -> None:
    """Take the flag of locked meters away."""
    connection.execute(query("analytics/settle_calendars"), {"meters": list(meters)})
