"""Migrations on a real PostgreSQL."""

import psycopg
import pytest

from models.quantities import QUANTITIES
from storage import schema
from tests.integration.database import Database


def test_migrating_twice_changes_nothing(database: Database) -> None:
    assert schema.migrate(database.connect) == []
    assert all(step.applied for step in schema.status(database.connect))


def test_every_quantity_of_the_list_is_in_the_database(database: Database) -> None:
    with database.connect() as connection:
        rows = connection.execute("SELECT id, name, unit, kind FROM quantity ORDER BY id").fetchall()
    assert rows == [(q.id, q.name, q.unit, q.kind.value) for q in sorted(QUANTITIES, key=lambda q: q.id)]


def test_installations_of_one_meter_cannot_overlap(database: Database) -> None:
    with database.connect() as connection:
        connection.execute("INSERT INTO institution (code, name, type) VALUES ('i', 'i', 'government')")
        connection.execute(
            "INSERT INTO place (code, name, kind, institution_id, timezone)"
            " VALUES ('s', 's', 'site', 1, 'Asia/Shanghai')"
        )
        connection.execute(
            "INSERT INTO device (code, kind, protocol, site_id) VALUES ('d', 'water_meter', 'json_v1', 1)"
        )
        connection.execute(
            "INSERT INTO meter (code, name, device_id, quantity_id, medium, level, place_id)"
            " VALUES ('m', 'm', 1, 1, 'water', 1, 1)"
        )
        insert = "INSERT INTO installation (meter_id, serial, valid) VALUES (1, %s, tstzrange(%s, %s))"
        connection.execute(insert, ["A", "2025-01-01Z", "2026-01-01Z"])
        connection.execute(insert, ["B", "2026-01-01Z", None])
        with pytest.raises(psycopg.errors.ExclusionViolation):
            connection.execute(insert, ["C", "2026-06-01Z", None])
