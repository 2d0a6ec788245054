"""What an export writes where a file, a clock or a sheet is unusual."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from guanjia.export.columns import frame, meanings
from guanjia.export.formats import Chunk, CsvFile
from guanjia.export.run import parts
from guanjia.export.workbook import ExcelFile
from models.day_span import DaySpan
from models.errors import GuanjiaError
from storage.export import Grain, MeterSeries
from tests.unit.guanjia.export.test_selection import MAIN

HOUR = np.timedelta64(3600, "s")


def chunk(zone: str = "Asia/Shanghai", hours: int = 3, name: str = "总表") -> Chunk:
    start = np.datetime64("2026-11-01T16:00", "us") + np.arange(hours) * HOUR
    series = MeterSeries(
        1, start, np.full(hours, 0.1), np.zeros(hours), np.ones(hours), [1] * hours, ["gap glitch"] * hours
    )
    meter = replace(MAIN, timezone=zone, meter_name=name)
    return Chunk("2026-11", "volume_m3", "m3", frame([meter], {1: series}, Grain.HOUR))


def test_a_clock_west_of_greenwich_by_half_an_hour_has_its_offset(tmp_path: Path) -> None:
    file = CsvFile(tmp_path / "x.csv", for_excel=False)
    file.write(chunk("America/St_Johns"))
    file.write(chunk("Asia/Kathmandu"))
    file.close()
    with (tmp_path / "x.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert rows[0]["hour_local"] == "2026-11-01T12:30:00-03:30"
    assert rows[3]["hour_local"] == "2026-11-01T21:45:00+05:45"
    assert {row["hour"] for row in rows} == {f"2026-11-01T{hour}:00:00Z" for hour in (16, 17, 18)}
    assert (rows[0]["amount"], rows[0]["parent"], rows[0]["reasons"]) == ("0.1", "", "gap glitch")


@pytest.mark.parametrize("grain", Grain)
def test_every_column_has_a_meaning_and_every_meaning_a_column(grain: Grain) -> None:
    day = np.array(["2026-11-01"], "datetime64[us]" if grain is Grain.HOUR else "datetime64[D]")
    one = np.ones(1)
    reasons = [""] if grain is Grain.HOUR else []
    made = frame([MAIN], {1: MeterSeries(1, day, one, one, one, [1], reasons)}, grain)
    assert list(made.columns) == list(meanings(grain))


def test_a_sheet_that_excel_has_no_room_for_is_refused_with_the_way_out(tmp_path: Path) -> None:
    file = ExcelFile(tmp_path / "x.xlsx", [], [], most_rows=4)
    file.write(chunk(hours=3))
    with pytest.raises(GuanjiaError, match="--grain day"):
        file.write(chunk(hours=1))
    file.close()


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1层", "@sum(A1)"])
def test_a_name_stays_a_name_in_excel(tmp_path: Path, name: str) -> None:
    file = ExcelFile(tmp_path / "x.xlsx", [], [])
    file.write(chunk(name=name))
    file.close()
    cells = openpyxl.load_workbook(tmp_path / "x.xlsx")["水 water"][2]
    assert [(cell.value, cell.data_type) for cell in cells if cell.value == name] == [(name, "s")]


def test_parts_of_a_month_and_quantity_follow_each_other_and_none_is_too_big() -> None:
    meters = [
        replace(MAIN, meter_id=number, quantity=quantity, timezone=zone)
        for number in range(450)
        for quantity in ("volume_m3", "energy_kwh")
        for zone in ("Asia/Shanghai", "Asia/Urumqi")
    ]
    made = list(parts(DaySpan(date(2026, 10, 1), date(2026, 12, 1)), Grain.HOUR, meters))
    keys = [(part.period.month, part.quantity) for part in made]
    assert keys == sorted(keys)
    assert len(set(keys)) == 4
    assert max(len(part.meters) for part in made) == 200
    assert sum(len(part.meters) for part in made) == 2 * len(meters)
    assert all({meter.timezone for meter in part.meters} == {part.zone} for part in made)
