"""Applying registry files to a real database: all or nothing, twice as once, only what is written."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg.types.range import Range

from guanjia.registry_files.reading import read_files
from guanjia.registry_files.yaml_file import read_yaml
from models.errors import FileMistakesError
from models.registry_draft.draft import draft
from models.registry_state import Registry
from storage.registry import Applied, ChangeKind, Subject, apply, current_registry
from tests.integration.database import Database
from tests.small_site import QUOTA, SITE, small_site

CONFIG = Path(__file__).parents[3] / "config"
FILES = [file for part in ("factors", "quotas", "sites") for file in sorted((CONFIG / part).glob("*.yaml"))]
BEGUN = datetime(2025, 12, 31, 16, tzinfo=UTC)
SWAP = """\
meters:
  - code: w2
    installations:
      - {serial: B2, valid_from: 2026-01-02T00:00:00+08:00, start_register: 0, previous_end_register: 50}
"""
VIRTUAL = """\
site: {code: yard, heating: mountains}
virtual_meters:
  - code: v-rest
    name: 其余
    medium: water
    quantity: volume_m3
    place: yard
    parts: [{meter: w1}, {meter: w2, share: -1}]
  - code: v-half
    name: 一半
    medium: water
    quantity: volume_m3
    level: 2
    place: main
    parts: [{meter: v-rest, share: 0.5}]
metering_requirements:
  - {institution: bureau, medium: water, level: 2, required: 3, valid_from: 2026-01-01, source: a standard}
"""


def test_what_is_written_is_what_is_read_back(database: Database) -> None:
    with database.connect() as connection:
        applied = write(connection, QUOTA + SITE)
        assert applied.revision == 1
        there = current_registry(connection)
    expected = small_site()
    assert there.quotas == expected.quotas
    assert there.institutions == expected.institutions
    assert there.sites == expected.sites
    assert there.places == expected.places
    assert there.occupancy == expected.occupancy
    assert there.device_sites == expected.device_sites
    assert there.vehicles == expected.vehicles
    assert there.meters == expected.meters
    assert there.devices == expected.devices


def test_the_sites_of_the_project_apply_and_a_second_time_change_nothing(database: Database) -> None:
    with database.connect() as connection:
        first = apply(connection, read_files(FILES))
        second = apply(connection, read_files(FILES))
        assert len(current_registry(connection).meters) >= 41
    assert {change.kind for change in first.changes} == {ChangeKind.ADD}
    assert first.notices == ()
    assert second.changes == ()
    assert (first.revision, second.revision) == (1, 1)


def test_a_dry_run_says_the_same_and_changes_nothing(database: Database) -> None:
    with database.connect() as connection:
        dry = write(connection, QUOTA + SITE, dry_run=True)
        assert current_registry(connection) == Registry()
        assert dry.changes == write(connection, QUOTA + SITE).changes
    assert dry.revision == 0


def test_one_mistake_keeps_everything_out(database: Database) -> None:
    with database.connect() as connection:
        with pytest.raises(FileMistakesError) as raised:
            write(connection, QUOTA + SITE.replace("parent: main", "parent: attic"))
        assert [mistake.field for mistake in raised.value.mistakes] == ["places[floor1].parent"]
        assert current_registry(connection) == Registry()
    with database.connect() as connection:
        assert current_registry(connection) == Registry()


def test_a_swap_closes_the_old_meter_and_begins_the_new(database: Database) -> None:
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        applied = write(connection, SWAP)
        rows = connection.execute(
            "SELECT serial, valid, end_register FROM installation ORDER BY serial"
        ).fetchall()
        again = write(connection, SWAP)
    swapped = datetime(2026, 1, 1, 16, tzinfo=UTC)
    assert rows == [
        ("007", Range(BEGUN, None), None),
        ("B1", Range(BEGUN, swapped), 50.0),
        ("B2", Range(swapped, None), None),
    ]
    assert [(change.kind, change.name) for change in applied.changes] == [
        (ChangeKind.CLOSE, "B1"),
        (ChangeKind.CHANGE, "B1"),
        (ChangeKind.ADD, "B2"),
    ]
    assert (applied.revision, again.changes, again.revision) == (2, (), 2)


def test_a_swap_marks_the_hours_that_depend_on_it_and_no_reading_is_lost(database: Database) -> None:
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        store_hourly_readings(connection, "w2", hours=48)
        store_hourly_readings(connection, "w1", hours=48)
        applied = write(connection, SWAP)
        stale = connection.execute(
            "SELECT device.code, min(hour), max(hour), count(*) FROM stale_hour"
            " INNER JOIN device ON device_id = device.id GROUP BY device.code"
        ).fetchall()
        (readings,) = connection.execute("SELECT count(*) FROM reading").fetchone() or (0,)
    # from the last reading before the swap, 24 h in, to the last there is
    assert stale == [("w2", BEGUN + timedelta(hours=23), BEGUN + timedelta(hours=47), 25)]
    assert applied.stale_hours == 25
    assert readings == 96


def test_a_new_meter_on_a_device_with_readings_marks_all_its_hours(database: Database) -> None:
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        write(connection, "devices:\n  - {code: w3, kind: water_meter, place: main}\n")
        store_hourly_readings(connection, "w3", hours=10)
        applied = write(
            connection,
            "meters:\n  - {code: w3, name: c, quantity: volume_m3, medium: water, level: 3, parent: w2,"
            " place: main, installations: [{serial: C, valid_from: 2026-01-01T00:00:00+08:00}]}\n",
        )
    assert applied.stale_hours == 10


def test_two_meters_may_change_devices_with_each_other(database: Database) -> None:
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        applied = write(connection, "meters:\n  - {code: w1, device: w2}\n  - {code: w2, device: w1}\n")
        meters = current_registry(connection).meters
    assert len(applied.changes) == 2
    assert (meters["w1"].device_code, meters["w2"].device_code) == ("w2", "w1")


def test_two_vehicles_may_change_trackers_with_each_other(database: Database) -> None:
    vehicle = "  - {{plate: {}, type: SUV, institution: bureau, device: {}, valid_from: {}}}\n"
    first = "vehicles:\n" + vehicle.format("B", "bd2", "2026-01-01T00:00:00Z")
    then = "vehicles:\n" + "".join(
        vehicle.format(plate, device, "2026-03-01T00:00:00Z")
        for plate, device in (("宁A00001", "bd2"), ("B", "bd1"))
    )
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        write(connection, first)
        write(connection, then)
        assert write(connection, then).changes == ()
        vehicles = current_registry(connection).vehicles
    assert [each.device for each in vehicles["B"]] == ["bd2", "bd1"]


def test_lists_of_an_institution_are_whole(database: Database) -> None:
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        write(
            connection,
            "institutions:\n  - code: bureau\n    quotas: []\n    contacts: [{name: b, email: b@b.cn}]\n",
        )
        bureau = current_registry(connection).institutions["bureau"]
    assert [contact.email for contact in bureau.contacts] == ["b@b.cn"]
    assert bureau.quotas == ()


def test_what_a_whole_site_file_leaves_out_is_reported_and_left(database: Database) -> None:
    without = SITE.replace("  - {code: bd2, kind: vehicle_tracker, place: yard}\n", "")
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        applied = write(connection, without)
        partial = write(connection, SWAP)
        assert "bd2" in current_registry(connection).devices
    assert [(left.subject, left.code) for left in applied.left] == [(Subject.DEVICE, "bd2")]
    assert applied.changes == ()
    assert partial.left == ()


def test_two_applies_at_once_wait_for_each_other(database: Database) -> None:
    def swap(number: int) -> Applied:
        text = SWAP.replace("B2", f"B{number}").replace("2026-01-02", f"2026-01-{number:02}")
        with database.connect() as connection:
            return write(connection, text.replace(", previous_end_register: 50", ""))

    with database.connect() as connection:
        write(connection, QUOTA + SITE)
    with ThreadPoolExecutor(4) as pool:
        applied = list(pool.map(swap, range(2, 10)))
    with database.connect() as connection:
        meter = current_registry(connection).meters["w2"]
    assert sorted(each.revision for each in applied) == list(range(2, 10))
    assert [each.serial for each in meter.installations] == [f"B{number}" for number in range(1, 10)]


def test_the_database_agrees_with_the_draft_of_any_edit(database: Database) -> None:
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        before = current_registry(connection)
        write(connection, SWAP)
        entries, _ = read_yaml("edit.yaml", SWAP.encode())
        assert current_registry(connection) == draft(before, entries).after


def store_hourly_readings(connection: psycopg.Connection, device: str, hours: int) -> None:
    connection.execute(
        "INSERT INTO reading (device_id, quantity_id, at, value, received_at)"
        " SELECT device.id, 1, %(begun)s + hour * interval '1 hour', hour, now()"
        " FROM device CROSS JOIN generate_series(0, %(hours)s - 1) AS hour WHERE device.code = %(device)s",
        {"begun": BEGUN, "hours": hours, "device": device},
    )
    connection.commit()


def test_virtual_meters_and_requirements_are_read_back_as_written(database: Database) -> None:
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        before = current_registry(connection)
        applied = write(connection, VIRTUAL)
        entries, _ = read_yaml("edit.yaml", VIRTUAL.encode())
        assert current_registry(connection) == draft(before, entries).after
        assert write(connection, VIRTUAL).changes == ()
    assert {change.subject for change in applied.changes} == {
        Subject.SITE,
        Subject.VIRTUAL_METER,
        Subject.REQUIREMENT,
    }


def test_parts_of_a_virtual_meter_are_whole(database: Database) -> None:
    with database.connect() as connection:
        write(connection, QUOTA + SITE + VIRTUAL.replace("site: {code: yard, heating: mountains}\n", ""))
        write(connection, "virtual_meters:\n  - {code: v-rest, parts: [{meter: w1, share: 0.5}]}\n")
        (part,) = current_registry(connection).virtual_meters["v-rest"].parts
        written = connection.execute("SELECT count(*) FROM virtual_meter_part").fetchone()
    assert (part.meter, part.share) == ("w1", 0.5)
    assert written == (2,)


def test_a_higher_number_of_meters_closes_the_one_before(database: Database) -> None:
    more = "  - {institution: bureau, medium: water, level: 2, required: 9, valid_from: 2027-01-01}\n"
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        write(connection, VIRTUAL)
        applied = write(connection, "metering_requirements:\n" + more)
        (spans,) = current_registry(connection).metering_requirements.values()
    assert [(change.kind, change.code) for change in applied.changes] == [
        (ChangeKind.CLOSE, "bureau/water/2"),
        (ChangeKind.ADD, "bureau/water/2"),
    ]
    assert [(span.required, span.valid_from) for span in spans] == [
        (3, date(2026, 1, 1)),
        (9, date(2027, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("edit", "marks"),
    [
        ("occupancy:\n  - {place: main, valid_from: 2026-05-01, people: {staff: 9}}\n",
         [("bureau", date(2026, 5, 1)), ("city", date(2026, 5, 1))]),
        ("occupancy:\n  - {place: main, valid_from: 2026-01-01, area_m2: 900}\n",
         [("bureau", date(2026, 1, 1)), ("city", date(2026, 1, 1))]),
        ("institutions:\n  - {code: bureau, quotas: []}\n", [("bureau", date(2026, 1, 1))]),
        ("quotas:\n  - {code: water-office, counts: [staff, secondee]}\n", [("bureau", date(2026, 1, 1))]),
        ("places:\n  - {code: floor1, kind: canteen}\n", [("bureau", None), ("city", None)]),
        ("site: {code: yard, heating: mountains}\n", [("bureau", None), ("city", None)]),
        ("meters:\n  - {code: w2, parent: null}\n", [("bureau", None), ("city", None)]),
        ("institutions:\n  - {code: bureau, parent: null}\n", [("bureau", None), ("city", None)]),
    ],
)  # fmt: skip
def test_an_edit_marks_the_figures_that_are_made_of_it(
    database: Database, edit: str, marks: list[tuple[str, date | None]]
) -> None:
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        connection.execute("DELETE FROM stale_figure")
        write(connection, edit)
        assert figure_marks(connection) == marks


def figure_marks(connection: psycopg.Connection) -> list[tuple[str, date | None]]:
    statement = (
        "SELECT code, month FROM stale_figure INNER JOIN institution ON institution_id = institution.id"
    )
    return sorted(connection.execute(statement).fetchall())


def test_a_neighbour_in_a_shared_compound_changes_whom_it_is_taken_out_of(database: Database) -> None:
    neighbour = (
        "institutions:\n  - {code: clinic, name: 医务室, type: hospital}\n"
        "places:\n  - {code: floor1, institution: clinic}\n"
    )
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        connection.execute("DELETE FROM stale_figure")
        write(connection, neighbour)
        assert figure_marks(connection) == [("bureau", None), ("city", None), ("clinic", None)]
        connection.execute("DELETE FROM stale_figure")
        write(connection, "occupancy:\n  - {place: floor1, valid_from: 2026-05-01, people: {staff: 9}}\n")
        since = date(2026, 5, 1)
        assert figure_marks(connection) == [("bureau", since), ("city", since), ("clinic", since)]


def test_a_name_marks_no_figures(database: Database) -> None:
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        connection.execute("DELETE FROM stale_figure")
        write(connection, "meters:\n  - {code: w2, name: 南楼}\nplaces:\n  - {code: floor1, name: 首层}\n")
        assert connection.execute("SELECT count(*) FROM stale_figure").fetchone() == (0,)


@pytest.mark.parametrize(
    "edit", ["site: {code: yard, timezone: Asia/Urumqi}\n", "site: {code: yard, heating: mountains}\n"]
)
def test_other_days_of_a_site_flag_its_meters(database: Database, edit: str) -> None:
    flagged = "SELECT code FROM meter WHERE calendar_stale ORDER BY code"
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        write(connection, "site: {code: yard, name: 大院}\n")
        assert connection.execute(flagged).fetchall() == []
        write(connection, edit)
        assert connection.execute(flagged).fetchall() == [("w1",), ("w2",)]


def write(connection: psycopg.Connection, text: str, *, dry_run: bool = False) -> Applied:
    entries, mistakes = read_yaml("site.yaml", text.encode())
    assert mistakes == []
    return apply(connection, entries, dry_run=dry_run)
