"""`guanjia registry` and `guanjia db` as people type them, against a real database."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from guanjia.__main__ import guanjia
from storage.embedded import EmbeddedPostgres
from storage.registry import current_registry
from tests.integration.database import Database
from tests.small_site import QUOTA, SITE, line_of

Run = Callable[..., Result]
METERS = 41
BALANCE = """\
site: {code: yard, heating: yinchuan}
virtual_meters:
  - code: v-rest
    name: 其余
    medium: water
    quantity: volume_m3
    level: 2
    place: yard
    parts: [{meter: w1}, {meter: w2, share: -0.25}]
  - code: v-half
    name: 一半
    medium: water
    quantity: volume_m3
    place: main
    parts: [{meter: v-rest, share: 0.5}]
metering_requirements:
  - {institution: bureau, medium: water, level: 2, required: 3, valid_from: 2026-01-01, valid_to: 2027-01-01}
  - {institution: bureau, medium: water, level: 2, required: 5, valid_from: 2027-01-01, source: a standard}
"""
TAGS = """\
devices:
  - {code: w2, tags: [trial, key-area, trial]}
meters:
  - {code: w2, tags: [public]}
vehicles:
  - {plate: 宁A00001, device: bd1, valid_from: 2026-01-01T00:00:00+08:00, tags: [pool]}
"""


@pytest.fixture
def run(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command line in an empty folder, with the test's database in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANJIA_DATABASE_URL", database.url)
    (tmp_path / "site.yaml").write_text(SITE, "utf-8")
    (tmp_path / "quota.yaml").write_text(QUOTA, "utf-8")
    return lambda *words: CliRunner().invoke(guanjia, [str(word) for word in words])


def test_apply_lists_what_it_adds_by_kind_with_counts(run: Run) -> None:
    result = run("registry", "apply", "quota.yaml", "site.yaml")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "add 2 meters" in lines
    assert "  w2 主楼" in lines
    assert "  w2 B1 from 2026-01-01T00:00:00+08:00" in lines
    assert lines[-1] == "applied as revision 1: 17 added; 0 hours to compute again"
    again = run("registry", "apply", "quota.yaml", "site.yaml")
    assert again.stdout == "nothing to change: revision 1 is what the files say\n"


def test_a_dry_run_prints_the_same_list(run: Run) -> None:
    dry = run("registry", "apply", "--dry-run", "quota.yaml", "site.yaml").stdout.splitlines()
    real = run("registry", "apply", "quota.yaml", "site.yaml").stdout.splitlines()
    assert dry[:-1] == real[:-1]
    assert dry[-1] == "dry run, nothing was changed; it would be 17 added"


def test_mistakes_of_all_files_stand_one_a_line_and_nothing_is_applied(run: Run, database: Database) -> None:
    Path("site.yaml").write_text(SITE.replace("device: bd1", "device: bd9"), "utf-8")
    Path("more.yaml").write_text(
        "places:\n  - {code: attic, name: 阁楼, kind: room, parent: main}\n", "utf-8"
    )
    result = run("registry", "apply", "quota.yaml", "site.yaml", "more.yaml")
    assert result.exit_code == 1
    assert result.stdout == ""
    told = result.stderr.splitlines()
    assert told[0].startswith("more.yaml:2: places[attic].kind: ")
    assert told[1].startswith(
        f"site.yaml:{line_of(SITE, '宁A00001')}: vehicles[宁A00001].device: there is no device bd9; "
    )
    assert told[2:] == ["nothing was applied: 2 to correct"]
    with database.connect() as connection:
        assert current_registry(connection).places == {}


def test_files_that_cannot_be_read_are_named(run: Run) -> None:
    result = run("registry", "apply", "gone.yaml", "site.csv")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[:2] == [
        "gone.yaml: cannot be read: No such file or directory",
        "site.csv: give a .yaml or an .xlsx file",
    ]


def test_41_meters_and_then_41_swaps_fit_in_one_sheet_each(run: Run, database: Database) -> None:
    run("registry", "apply", "quota.yaml", "site.yaml")
    write_sheet("meters.xlsx", meter_header(), [meter_row(number) for number in range(METERS)])
    added = run("registry", "apply", "meters.xlsx")
    assert "add 41 meters" in added.stdout.splitlines()
    assert "add 41 devices" in added.stdout.splitlines()
    header = ["表计", "表号", "启用时间", "起码", "旧表止码"]
    swaps = [
        [f"t{number}", f"NEW{number}", datetime.fromisoformat("2026-06-01T09:30"), 0, 100 + number]
        for number in range(METERS)
    ]
    write_sheet("swaps.xlsx", header, swaps)
    swapped = run("registry", "apply", "swaps.xlsx")
    assert "close 41 installations" in swapped.stdout.splitlines()
    assert "  t7 OLD7 ends 2026-06-01T09:30:00+08:00" in swapped.stdout.splitlines()
    assert "add 41 installations" in swapped.stdout.splitlines()
    assert run("registry", "apply", "swaps.xlsx").stdout.startswith("nothing to change")
    assert run("registry", "apply", "meters.xlsx").stdout.startswith("nothing to change")
    with database.connect() as connection:
        old, new = current_registry(connection).meters["t7"].installations
    assert (old.serial, old.end_register, new.serial) == ("OLD7", 107, "NEW7")


@pytest.mark.parametrize("name", ["out.yaml", "out.xlsx"])
def test_an_export_applied_again_changes_nothing(run: Run, name: str) -> None:
    run("registry", "apply", "quota.yaml", "site.yaml")
    assert run("registry", "export", name).exit_code == 0
    result = run("registry", "apply", name)
    assert result.stdout == "nothing to change: revision 1 is what the files say\n"


@pytest.mark.parametrize("name", ["out.yaml", "out.xlsx"])
def test_an_export_holds_virtual_meters_requirements_and_the_heating_region(
    run: Run, database: Database, name: str
) -> None:
    run("registry", "apply", "quota.yaml", "site.yaml")
    Path("balance.yaml").write_text(BALANCE, "utf-8")
    assert run("registry", "apply", "balance.yaml").exit_code == 0
    assert run("registry", "export", name).exit_code == 0
    assert run("registry", "apply", name).stdout == "nothing to change: revision 2 is what the files say\n"
    with database.connect() as connection:
        before = current_registry(connection)
        connection.execute("TRUNCATE virtual_meter, metering_requirement CASCADE")
        connection.execute("UPDATE place SET heating = NULL")
    assert run("registry", "apply", name).exit_code == 0
    with database.connect() as connection:
        there = current_registry(connection)
    assert there.virtual_meters == before.virtual_meters
    assert there.metering_requirements == before.metering_requirements
    assert there.sites["yard"].heating == "yinchuan"


@pytest.mark.parametrize("name", ["out.yaml", "out.xlsx"])
def test_services_of_a_vehicle_are_applied_exported_and_kept(run: Run, database: Database, name: str) -> None:
    run("registry", "apply", "quota.yaml", "site.yaml")
    with database.connect() as connection:
        plate, spans = next(iter(current_registry(connection).vehicles.items()))
    begin = spans[-1].valid_from.isoformat()
    vehicle = f"vehicles:\n  - {{plate: {plate}, device: {spans[-1].device}, valid_from: {begin}"
    tyres = "{task: tyres, every_km: 70000.5, last_on: 2026-04-11, last_odometer_km: 2100}"
    insurance = "{task: insurance, every_months: 12, last_on: 2026-03-01}"
    Path("services.yaml").write_text(f"{vehicle}, services: [{tyres}, {insurance}]}}\n", "utf-8")
    assert "services" in run("registry", "apply", "services.yaml").stdout
    Path("plain.yaml").write_text(f"{vehicle}}}\n", "utf-8")
    assert "nothing to change" in run("registry", "apply", "plain.yaml").stdout
    assert run("registry", "export", name).exit_code == 0
    assert "nothing to change" in run("registry", "apply", name).stdout
    with database.connect() as connection:
        before = current_registry(connection)
        connection.execute("TRUNCATE vehicle_service")
    assert [each.task for each in before.vehicles[plate][-1].services] == ["insurance", "tyres"]
    assert run("registry", "apply", name).exit_code == 0
    with database.connect() as connection:
        assert current_registry(connection).vehicles == before.vehicles


@pytest.mark.parametrize("name", ["out.yaml", "out.xlsx"])
def test_tags_are_applied_exported_and_kept(run: Run, database: Database, name: str) -> None:
    run("registry", "apply", "quota.yaml", "site.yaml")
    Path("tags.yaml").write_text(TAGS, "utf-8")
    assert "tags none -> key-area, trial" in run("registry", "apply", "tags.yaml").stdout
    assert run("registry", "apply", "site.yaml").stdout.startswith("nothing to change")
    assert run("registry", "export", name).exit_code == 0
    assert run("registry", "apply", name).stdout.startswith("nothing to change")
    with database.connect() as connection:
        before = current_registry(connection)
        connection.execute("UPDATE device SET tags = '{}'")
        connection.execute("UPDATE meter SET tags = '{}'")
        connection.execute("UPDATE vehicle SET tags = '{}'")
    assert before.devices["w2"].tags == ("key-area", "trial")
    assert before.meters["w2"].tags == ("public",)
    assert before.vehicles["宁A00001"][-1].tags == ("pool",)
    assert run("registry", "apply", name).exit_code == 0
    with database.connect() as connection:
        assert current_registry(connection) == before
    Path("none.yaml").write_text("meters:\n  - {code: w2, tags: []}\n", "utf-8")
    assert "tags public -> none" in run("registry", "apply", "none.yaml").stdout


def test_a_bad_tag_is_a_mistake_with_its_file_and_line(run: Run, database: Database) -> None:
    run("registry", "apply", "quota.yaml", "site.yaml")
    Path("tags.yaml").write_text("meters:\n  - code: w2\n    tags:\n      - public\n      - 重点\n", "utf-8")
    write_sheet("tags.xlsx", ["表计", "标签"], [["w1", "public，重点"]])
    result = run("registry", "apply", "tags.yaml", "tags.xlsx")
    assert result.exit_code == 1
    assert "tags.yaml:5: meters[w2].tags[1]: use 1-64 letters, digits" in result.stderr
    assert "tags.xlsx[Sheet]:2: meters[w1].tags[1] (B2): use 1-64 letters, digits" in result.stderr
    with database.connect() as connection:
        assert current_registry(connection).meters["w2"].tags == ()


def test_a_service_that_is_never_due_is_a_mistake_with_its_line(run: Run) -> None:
    run("registry", "apply", "quota.yaml", "site.yaml")
    Path("services.yaml").write_text(
        "vehicles:\n  - plate: 宁A00001\n    services:\n      - {task: tyres, last_on: 2026-04-11}\n",
        "utf-8",
    )
    result = run("registry", "apply", "services.yaml")
    assert result.exit_code != 0
    assert "services.yaml:4" in result.output
    assert "without, it is never due" in result.output


def test_a_heating_region_without_seasons_is_a_mistake(run: Run) -> None:
    Path("site.yaml").write_text(
        SITE.replace("institution: bureau}", "institution: bureau, heating: nowhere}", 1)
    )
    result = run("registry", "apply", "quota.yaml", "site.yaml")
    assert result.exit_code == 1
    assert result.stderr.startswith(
        "site.yaml:1: site.heating: there is no heating region nowhere; the regions are "
    )


def test_what_is_worth_a_look_is_printed_and_applied(run: Run, database: Database) -> None:
    run("registry", "apply", "quota.yaml", "site.yaml")
    Path("more.yaml").write_text(
        "occupancy:\n  - {place: main, valid_from: 2026-05-01, area_m2: 1000, people: {staff: 140}}\n"
    )
    lines = run("registry", "apply", "more.yaml").stdout.splitlines()
    assert lines[-3] == "look at these; they keep nothing from being applied"
    assert lines[-2].startswith(
        "  more.yaml:2: occupancy[main].people.staff: staff of main goes from 100 since 2026-01-01 to 140"
    )
    assert lines[-1].startswith("applied as revision 2")
    with database.connect() as connection:
        assert len(current_registry(connection).occupancy["main"]) == 2


def test_an_exported_site_makes_an_empty_registry_the_same(run: Run, database: Database) -> None:
    run("registry", "apply", "quota.yaml", "site.yaml")
    run("registry", "export", "out.yaml")
    with database.connect() as connection:
        before = current_registry(connection)
        # what was approved refuses to be emptied; here nothing was
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute("TRUNCATE institution, place, device, meter, vehicle CASCADE")
    assert run("registry", "apply", "out.yaml").exit_code == 0
    with database.connect() as connection:
        assert current_registry(connection) == before


def test_export_overwrites_nothing(run: Run) -> None:
    run("registry", "apply", "quota.yaml", "site.yaml")
    result = run("registry", "export", "site.yaml")
    assert "is there already" in str(result.exception)
    assert Path("site.yaml").read_text("utf-8") == SITE


def test_a_database_without_a_schema_is_told_what_to_run(
    run: Run, postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUANJIA_DATABASE_URL", postgres.url())
    result = run("registry", "apply", "site.yaml")
    assert "guanjia db migrate" in str(result.exception)


def test_db_status_names_every_migration(run: Run) -> None:
    assert run("db", "migrate").stdout == "nothing to apply: the schema is current\n"
    status = run("db", "status").stdout
    assert "0001" in status
    assert " no " not in status


def meter_header() -> list[str]:
    return [
        "meter",
        "名称",
        "quantity",
        "medium",
        "level",
        "parent",
        "place",
        "serial",
        "valid_from",
        "modulus",
    ]


def meter_row(number: int) -> list[object]:
    begun = datetime.fromisoformat("2026-01-01T00:00")
    return [f"t{number}", f"{number}号", "volume_m3", "水", 3, "w2", "floor1", f"OLD{number}", begun, 99999]


def write_sheet(name: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in [header, *rows]:
        sheet.append(list(row))
    book.save(name)
