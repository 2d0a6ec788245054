"""Nights that days keep give the rows of those that were looked up hour by hour, to the last digit."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import psycopg
import pytest

from analytics.worker import drain
from tests.integration.analytics.scene import Meter, arrive, clock
from tests.integration.database import Database
from tests.integration.nights import keep_nights, migration

_SITE = """
INSERT INTO institution (code, name, type) VALUES ('i', 'i', 'government');
INSERT INTO place (code, name, kind, institution_id, timezone) VALUES ('s', 's', 'site', 1, %(zone)s);
INSERT INTO device (code, kind, protocol, site_id)
SELECT 'd' || number, 'water_meter', 'json_v1', 1 FROM generate_series(1, 6) AS number;
INSERT INTO meter (code, name, device_id, quantity_id, medium, level, place_id)
SELECT 'm' || number, 'm' || number, number, 1, (ARRAY['water', 'gas'])[1 + number / 6],
    CASE WHEN number IN (4, 5) THEN 2 ELSE 1 END, 1
FROM generate_series(1, 6) AS number;
"""
_INSTALLATION = """
INSERT INTO installation (meter_id, serial, valid, modulus) VALUES (%s, %s, tstzrange(%s, %s), 100000)
"""
_ROWS = """
SELECT site, timezone, institution, medium, level, meter, meter_name, unit, day, night_m3h, mean_m3h,
    night_share, night_hours
FROM analytics.{view} ORDER BY medium, level, meter, day
"""
_DAYS = 9
_QUARTERS = 4 * 24 * _DAYS

_Rows = list[tuple[object, ...]]


class _Scene:
    """A site with three mains, two zones and a gas meter over nine days, whose clocks change on the sixth."""

    def __init__(self, database: Database, zone: str, changes: str) -> None:
        self.database = database
        self._zone = ZoneInfo(zone)
        day = datetime.fromisoformat(changes).replace(tzinfo=self._zone)
        self.begin = (day - timedelta(days=5)).astimezone(UTC)
        self._dice = np.random.default_rng(41)
        with database.connect() as connection:
            connection.execute(_former().encode())
            for statement in filter(str.strip, _SITE.split(";\n")):
                connection.execute(statement.encode(), {"zone": zone} if "%(zone)s" in statement else None)
            self._install(connection)

    def _install(self, connection: psycopg.Connection) -> None:
        before = self.begin - timedelta(days=30)
        noon = self._local(3, 12)
        periods = [
            (1, "A", before, None),
            # swapped in the middle of a day
            (2, "A", before, noon),
            (2, "B", noon, None),
            # not there before, taken out as a day begins, back after the midnight that may come twice, and
            # there again for some hours of the last day
            (3, "A", self._local(2, 7), self._local(4, 0)),
            (3, "B", self._local(5, 0) + timedelta(minutes=30), self._local(7, 0)),
            (3, "C", self._local(8, 9), self._local(8, 15)),
            (4, "A", before, None),
            # out for a night
            (5, "A", before, self._local(4, 0)),
            (5, "B", self._local(5, 0), None),
            (6, "A", before, None),
        ]
        for period in periods:
            connection.execute(_INSTALLATION, period)

    def _local(self, days: int, hour: int) -> datetime:
        day = self.begin.astimezone(self._zone).replace(tzinfo=None) + timedelta(days=days)
        return day.replace(hour=hour, minute=0, tzinfo=self._zone)

    def readings(self, meter: int) -> list[tuple[datetime, float]]:
        """Return what a register shows each quarter of an hour: 64ths, which add up without rounding."""
        steps = self._dice.integers(64, size=_QUARTERS) / 64 * (1 if meter < 4 else 0.5)
        shown = 1000 + np.cumsum(steps)
        # one begins, and one ends, amid an hour of a night; the one is in place before, and silent
        begin = 2 * 96 + 7 if meter == 1 else 0
        end = 8 * 96 + 10 if meter == 6 else _QUARTERS
        return [(self.begin + timedelta(minutes=15 * k), float(shown[k])) for k in range(begin, end)]

    def lost(self, rows: Sequence[tuple[datetime, float]]) -> set[datetime]:
        """Choose what of the readings comes late: some alone, some hours of them."""
        alone = self._dice.choice(len(rows), 40, replace=False)
        begun = self._dice.choice(len(rows), 6, replace=False)
        together = [first + k for first in begun for k in range(self._dice.integers(4, 40))]
        return {rows[place][0] for place in (*alone, *together) if place < len(rows)}

    def arrive(self, rows: Iterable[tuple[int, list[tuple[datetime, float]]]]) -> None:
        """Store readings by the number of their meter, and compute."""
        with self.database.connect() as connection:
            for meter, of_meter in rows:
                arrive(connection, Meter(meter, meter), of_meter)
        drain(self.database.connect, clock)

    def both(self) -> tuple[_Rows, _Rows]:
        """Return the rows of the view, and of the one that looks hours up."""
        with self.database.connect() as connection:
            now, before = (
                connection.execute(_ROWS.format(view=view).encode()).fetchall()
                for view in ("night_flow", "former_night_flow")
            )
        return now, before

    def change(self, statement: str, *parameters: object) -> None:
        """Change something that no worker hears of."""
        with self.database.connect() as connection:
            connection.execute(statement.encode(), parameters)


def _former() -> str:
    text = migration("0039_panel_speed")
    first = text.index("CREATE OR REPLACE VIEW analytics.night_flow")
    view = text[first : text.index(";\n", first)]
    return view.replace("analytics.night_flow", "analytics.former_night_flow")


@pytest.fixture(
    params=[
        ("Europe/Berlin", "2026-03-29", 3),
        ("Europe/Berlin", "2026-10-25", 5),
        ("Atlantic/Azores", "2026-10-25", 4),
        ("America/Havana", "2026-03-08", 4),
        ("America/Havana", "2026-11-01", 4),
        ("Asia/Kolkata", "2026-06-01", 4),
    ],
    ids=lambda each: f"{each[0]} {each[1]}",
)
def scene(request: pytest.FixtureRequest, database: Database) -> tuple[_Scene, int]:
    """A scene, and how many hours the night has on which its clocks change."""
    zone, changes, hours = request.param
    return _Scene(database, zone, changes), hours


def test_kept_nights_are_those_that_hours_give(scene: tuple[_Scene, int]) -> None:
    made, hours = scene
    all_rows = {meter: made.readings(meter) for meter in range(1, 7)}
    late = {meter: made.lost(rows) for meter, rows in all_rows.items()}
    made.arrive(
        (meter, [row for row in rows if row[0] not in late[meter]]) for meter, rows in all_rows.items()
    )
    first, wanted = made.both()
    assert first == wanted
    # what is compared has nights of all kinds
    assert {row[12] for row in first} >= {0, 1, 2, 3, 4}
    assert len([row for row in first if row[9] is None]) > 5
    assert len([row for row in first if row[5] is None and row[9] is not None]) > 5

    made.arrive((meter, [row for row in rows if row[0] in late[meter]]) for meter, rows in all_rows.items())
    whole, wanted = made.both()
    assert whole == wanted
    assert whole != first
    day = made.begin.astimezone(ZoneInfo("UTC")) + timedelta(days=5, hours=12)
    assert {row[12] for row in whole if row[8] == day.date() and row[5] == "m4"} == {hours}

    # the registry places and counts anew what days keep as it is
    made.change("UPDATE meter SET level = 1 WHERE id = 4")
    made.change("UPDATE meter SET medium = 'gas' WHERE id = 1")
    made.change(
        "UPDATE installation SET valid = tstzrange(lower(valid), %s) WHERE meter_id = 6",
        made.begin + timedelta(days=4),
    )
    edited, wanted = made.both()
    assert edited == wanted
    assert edited != whole


def test_a_migration_keeps_what_a_worker_does(scene: tuple[_Scene, int]) -> None:
    made, _ = scene
    rows = {meter: made.readings(meter) for meter in range(1, 7)}
    late = {meter: made.lost(of) for meter, of in rows.items()}
    made.arrive((meter, [row for row in of if row[0] not in late[meter]]) for meter, of in rows.items())
    asked = b"SELECT meter_id, day, night_amounts FROM consumption_daily ORDER BY 1, 2"
    with made.database.connect() as connection:
        wanted = connection.execute(asked).fetchall()
        connection.execute("UPDATE consumption_daily SET night_amounts = NULL")
        keep_nights(connection)
        assert connection.execute(asked).fetchall() == wanted
    assert len([row for row in wanted if row[2] is not None]) > 30


def test_another_time_zone_has_other_nights(scene: tuple[_Scene, int]) -> None:
    made, _ = scene
    made.arrive((meter, made.readings(meter)) for meter in range(1, 7))
    before, _ = made.both()
    made.change("UPDATE place SET timezone = 'Asia/Shanghai'")
    made.change("UPDATE meter SET calendar_stale = true")
    drain(made.database.connect, clock)
    after, wanted = made.both()
    assert after == wanted
    assert [row[8:] for row in after] != [row[8:] for row in before]


def test_only_meters_of_volume_keep_nights(scene: tuple[_Scene, int]) -> None:
    made, _ = scene
    made.change("UPDATE quantity SET name = 'was_m3' WHERE name = 'volume_m3'")
    made.arrive([(1, made.readings(1))])
    with made.database.connect() as connection:
        counted = b"SELECT count(*) > 5, count(night_amounts) FROM consumption_daily"
        assert connection.execute(counted).fetchone() == (True, 0)
