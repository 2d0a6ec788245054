"""`guanjia export`: what the views say, as Parquet, CSV and Excel."""

import csv
import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.ingest_stack.waiting import wait_until
from tests.integration.database import Database
from tests.integration.export.command import environment
from tests.integration.export.conftest import Run

NOVEMBER = ("--from", "2026-11-01", "--to", "2026-12-01")
HOURS = (*NOVEMBER, "--grain", "hour", "--format", "parquet", "--out", "out")

WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'consumption_hourly'::regclass"


def rows_of(file: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with file.open(encoding=encoding, newline="") as lines:
        return list(csv.DictReader(lines))


def test_parquet_holds_every_hour_of_the_view_by_month_and_quantity(
    run: Run, fortnight: Database, tmp_path: Path
) -> None:
    done = run("export", *HOURS)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "1343 hours of 4 meters, 2026-11-01 to 2026-11-30: out\n"
    files = sorted(file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.parquet"))
    assert files == [
        f"out/month=2026-11/quantity={quantity}/part-0.parquet" for quantity in ("energy_kwh", "volume_m3")
    ]
    read = pd.read_parquet(tmp_path / "out")
    with fortnight.connect() as connection:
        rows = connection.execute(
            "SELECT meter, hour, amount, estimated, coverage FROM analytics.hourly"
        ).fetchall()
    stored = pd.DataFrame(rows, columns=["meter", "hour", "amount", "estimated", "coverage"])
    columns = ["amount", "estimated", "coverage"]
    both = read.set_index(["meter", "hour"]).sort_index(), stored.set_index(["meter", "hour"]).sort_index()
    assert list(both[0].index) == list(both[1].index)
    assert (both[0][columns].to_numpy() == both[1][columns].to_numpy()).all()
    first = read[read["meter"] == "w-main"].iloc[0]
    assert first["hour"] == pd.Timestamp("2026-10-31 16:00", tz="UTC")
    assert first["hour_local"] == pd.Timestamp("2026-11-01 00:00")
    assert read.query("estimated > 0")["reasons"].unique().tolist() == ["gap"]


def test_parquet_says_its_units_and_what_it_is_of(run: Run, tmp_path: Path) -> None:
    assert run("export", *HOURS, "--site", "yard").returncode == 0
    schema = pq.read_schema(tmp_path / "out/month=2026-11/quantity=volume_m3/part-0.parquet")
    assert schema.field("amount").metadata[b"unit"] == b"m3"
    assert b"no row" in schema.field("amount").metadata[b"description"]
    assert all(b"description" in schema.field(name).metadata for name in schema.names)
    assert schema.metadata[b"period_from"] == b"2026-11-01"
    assert schema.metadata[b"period_to"] == b"2026-12-01"
    assert schema.metadata[b"selection"] == b"site yard"
    assert schema.metadata[b"guanjia_version"]
    assert datetime.fromisoformat(schema.metadata[b"exported_at"].decode()).tzinfo is not None


def test_days_are_local_and_the_last_one_is_left_out(run: Run, tmp_path: Path) -> None:
    period = ("--from", "2026-11-02", "--to", "2026-11-03", "--meter", "w-main", "--format", "csv")
    assert run("export", *period, "--grain", "hour", "--out", "hours.csv").returncode == 0
    assert run("export", *period, "--grain", "day", "--out", "days.csv").returncode == 0
    hours = rows_of(tmp_path / "hours.csv")
    assert [hours[0]["hour"], hours[0]["hour_local"]] == ["2026-11-01T16:00:00Z", "2026-11-02T00:00:00+08:00"]
    assert len(hours) == 24
    # a Monday: 10 x 1.5 + 14 x 0.125 in the office, 3 x 2 + 21 x 0.5 in the canteen, 24 x 0.0625
    (day,) = rows_of(tmp_path / "days.csv")
    assert (day["day"], day["quantity"], day["unit"], float(day["amount"])) == (
        "2026-11-02",
        "volume_m3",
        "m3",
        34.75,
    )
    assert sum(float(hour["amount"]) for hour in hours) == 34.75


def test_a_month_is_cut_at_the_site_s_midnight_and_hours_of_two_months_stand_apart(
    run: Run, fortnight: Database, tmp_path: Path
) -> None:
    with fortnight.connect() as connection:
        connection.execute(
            "INSERT INTO consumption_hourly (meter_id, hour, amount, estimated, coverage, computed_at)"
            " VALUES (1, '2026-10-31 15:00Z', 8, 0, 1, now())"
        )
    done = run("export", "--from", "2026-10-01", "--to", "2026-12-01", "--medium", "water", *HOURS[4:])
    assert done.returncode == 0, done.stderr
    october = pq.read_table(tmp_path / "out/month=2026-10/quantity=volume_m3/part-0.parquet").to_pylist()
    assert [(row["hour_local"], row["amount"]) for row in october] == [(datetime(2026, 10, 31, 23), 8.0)]  # noqa: DTZ001  local


def test_an_hour_that_a_clock_shows_twice_has_two_offsets_in_csv(
    run: Run, fortnight: Database, tmp_path: Path
) -> None:
    with fortnight.connect() as connection:
        connection.execute("UPDATE place SET timezone = 'Europe/Zagreb' WHERE kind = 'site'")
        connection.execute("DELETE FROM consumption_hourly")
        connection.execute(
            "INSERT INTO consumption_hourly (meter_id, hour, amount, estimated, coverage, computed_at)"
            " SELECT 1, hour, 1, 0, 1, now()"
            " FROM generate_series('2026-10-24 22:00Z'::timestamptz, '2026-10-25 22:00Z', '1 hour') AS hour"
        )
    day = (
        "--from",
        "2026-10-25",
        "--to",
        "2026-10-26",
        "--grain",
        "hour",
        "--format",
        "csv",
        "--out",
        "x.csv",
    )
    assert run("export", *day).returncode == 0
    local = [row["hour_local"] for row in rows_of(tmp_path / "x.csv")]
    assert len(local) == len(set(local)) == 25
    assert local[2:4] == ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"]


def test_csv_for_excel_has_a_mark_and_no_formulas(run: Run, tmp_path: Path) -> None:
    month = (*NOVEMBER, "--grain", "month", "--format", "csv")
    assert run("export", *month, "--out", "excel.csv", "--bom").returncode == 0
    assert run("export", *month, "--out", "plain.csv").returncode == 0
    assert (tmp_path / "excel.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    excel = rows_of(tmp_path / "excel.csv", "utf-8-sig")
    plain = rows_of(tmp_path / "plain.csv")
    assert [(row["meter_name"], row["place_name"]) for row in excel[:1]] == [("'-1层总电表", "'=大院")]
    assert [(row["meter_name"], row["place_name"]) for row in plain[:1]] == [("-1层总电表", "=大院")]
    assert {row["month_start"] for row in plain} == {"2026-11-01"}


def test_excel_begins_with_the_statistics_in_the_prescribed_order(run: Run, tmp_path: Path) -> None:
    done = run("export", *NOVEMBER, "--grain", "month", "--format", "xlsx", "--out", "x.xlsx")
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["统计 statistics", "说明 about", "电 electricity", "水 water"]
    header, *rows = book["统计 statistics"].iter_rows(values_only=True)
    words = [str(cell).split()[1] for cell in header[3:10]]
    assert words == ["Electricity", "Water", "Gas", "Heat", "Oil", "Area", "People"]
    # 10 workdays of 10 x 40 kWh above 14 x 24 x 20 kWh; the main water meter alone; the yard holds the office
    water = 10 * 10 * (1.5 - 0.125) + 14 * (24 * (0.125 + 0.5 + 0.0625) + 3 * 1.5)
    assert [row[:10] for row in rows] == [
        ("bureau", "事务局", "2026-11", 14 * 24 * 20 + 10 * 400, water, None, None, None, 6000, 120)
    ]
    assert any(
        "not recorded in guanjia yet" in str(row[0]) for row in book["说明 about"].iter_rows(values_only=True)
    )


def test_a_name_that_looks_like_a_formula_is_text_in_excel(run: Run, tmp_path: Path) -> None:
    assert run("export", *NOVEMBER, "--grain", "day", "--format", "xlsx", "--out", "x.xlsx").returncode == 0
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["电 electricity"]
    header = [cell.value for cell in sheet[1]]
    name, place = sheet[2][header.index("meter_name")], sheet[2][header.index("place_name")]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in (name, place)] == [
        ("-1层总电表", "s", True),
        ("=大院", "s", True),
    ]
    assert sheet[2][header.index("day")].value == datetime(2026, 11, 1)  # noqa: DTZ001  Excel knows no zone


def test_an_existing_export_is_replaced_only_when_told_to_and_as_a_whole(run: Run, tmp_path: Path) -> None:
    assert run("export", *HOURS).returncode == 0
    again = run("export", *HOURS)
    assert again.returncode == 1
    assert "out exists" in again.stderr
    assert "--overwrite" in again.stderr
    assert run("export", *HOURS, "--medium", "water", "--overwrite").returncode == 0
    assert [folder.name for folder in (tmp_path / "out" / "month=2026-11").iterdir()] == [
        "quantity=volume_m3"
    ]
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_anything_else_in_it_is_never_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").touch()
    done = run("export", *HOURS, "--overwrite")
    assert done.returncode == 1
    assert "'thesis.docx'" in done.stderr
    assert (tmp_path / "out" / "thesis.docx").exists()


def test_a_killed_export_leaves_nothing_half_and_the_next_one_clears_up(
    run: Run, fortnight: Database, tmp_path: Path
) -> None:
    with fortnight.connect() as holder:
        holder.execute("LOCK TABLE consumption_hourly IN ACCESS EXCLUSIVE MODE")
        with subprocess.Popen(
            [sys.executable, "-m", "guanjia", "export", *HOURS],
            cwd=tmp_path,
            env=environment(fortnight),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                wait_until(lambda: holder.execute(WAITING).fetchone() == (1,), "the export waits")
                other = run("export", *HOURS)
            finally:
                os.kill(process.pid, signal.SIGKILL)
    assert other.returncode == 1
    assert "another export is writing there" in other.stderr
    assert (tmp_path / ".out.partial").is_dir()
    assert not (tmp_path / "out").exists()
    assert run("export", *HOURS).returncode == 0
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("option", "code", "said"),
    [
        ("--site", "yrad", "no site 'yrad' has meters: is it yard?"),
        ("--meter", "w-mian", "no meter 'w-mian': is it w-main"),
        ("--institution", "x", "no institution 'x' has meters: there are bureau"),
        ("--medium", "gas", "no medium 'gas' has meters: there are electricity, water"),
    ],
)
def test_a_code_that_does_not_exist_is_answered_with_those_that_do(
    run: Run, option: str, code: str, said: str
) -> None:
    done = run("export", *HOURS, option, code)
    assert done.returncode == 1
    assert said in done.stderr


def test_an_empty_export_says_so_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    done = run("export", "--from", "2025-01-01", "--to", "2025-02-01", *HOURS[4:])
    assert done.returncode == 1
    assert "nothing to export: all meters, from 2025-01-01 to 2025-01-31" in done.stderr
    assert "there is consumption from 2026-11-01 to 2026-11-14" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (("--from", "2026-11-05", "--to", "2026-11-05"), "one day is --from 2026-11-05 --to 2026-11-06"),
        (("--from", "2026-11-05", "--to", "2026-12-01"), "write --from 2026-11-01"),
    ],
)
def test_a_period_that_cannot_be_meant_is_refused(run: Run, period: tuple[str, ...], said: str) -> None:
    done = run("export", *period, "--grain", "month", "--format", "csv", "--out", "x.csv")
    assert done.returncode == 1
    assert said in done.stderr


def test_a_database_that_goes_away_is_one_sentence_and_nothing_is_left(
    fortnight: Database, tmp_path: Path
) -> None:
    with fortnight.connect() as holder:
        holder.execute("LOCK TABLE consumption_hourly IN ACCESS EXCLUSIVE MODE")
        with subprocess.Popen(
            [sys.executable, "-m", "guanjia", "export", *HOURS],
            cwd=tmp_path,
            env=environment(fortnight),
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            wait_until(lambda: holder.execute(WAITING).fetchone() == (1,), "the export waits")
            holder.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'guanjia-export' AND datname = current_database()"
            )
            said = process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert "guanjia: lost the database" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []
