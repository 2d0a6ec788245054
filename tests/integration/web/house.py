"""A small house in the database: every panel has something to show, and its figures add up by hand."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

_SCRIPT = Path(__file__).with_suffix(".sql")


@dataclass(frozen=True, slots=True)
class House:
    """What is in it is of `now`; `today` is the day of the site's calendar then."""

    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo("Asia/Shanghai")).date()


def build(connection: psycopg.Connection, label: str = "") -> House:
    """Write a house; `label` stands in every name."""
    house = House(datetime.now(UTC))
    # several statements with parameters: only a cursor that fills them in by itself can
    with psycopg.ClientCursor(connection) as cursor:
        cursor.execute(_SCRIPT.read_bytes(), {"label": label, "now": house.now, "today": house.today})
    tell_statistics(connection)
    return house


def tell_statistics(connection: psycopg.Connection) -> None:
    """Commit, and tell the statistics at once what was inserted: `pipeline.inserted` is made of them."""
    connection.execute("SELECT pg_stat_force_next_flush()")
    connection.commit()
