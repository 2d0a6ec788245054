"""One file per vehicle, as a workbook and as a page of the console."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from dashboards.vehicle_file import VehicleFile, vehicle_file
from guanjia.translations import translations
from guanjia.vehicles.workbook import vehicle_workbook
from guanjia.words import Words
from models.registry import Language
from storage.rows import Rows
from tests.integration.database import Database
from tests.integration.vehicles.conftest import Run
from tests.integration.vehicles.test_ledger import enter

PLATE = "宁A00900"
NOW = datetime(2026, 6, 30, 4, tzinfo=UTC)
_LINES = (
    f"{PLATE},2025-12-28,加油,320,40,10000,F1,,",
    f"{PLATE},2026-01-08,加油,240,30,10300,F2,,",
    f"{PLATE},2026-01-28,加油,400,50,10800,F3,,",
    f"{PLATE},2026-03-01,保险,3900.5,,,B1,,",
    f"{PLATE},2026-03-02,维修,5000,,,=1+1,,",
)
_TRIP = """
INSERT INTO trip (
    vehicle_id, started_at, ended_at, start_lon, start_lat, end_lon, end_lat, distance_m, track_m,
    odometer_lack, driving_s, idling_s, stopped_s, gap_s, fixes
)
SELECT
    id, '2026-05-31 16:30Z', '2026-05-31 17:30Z', 106, 38, 107, 38, 17000, 17000, 'missing', 3600, 0, 0, 0, 9
FROM vehicle WHERE plate = %s
"""
_SERVICE = """
INSERT INTO vehicle_service (vehicle_id, task, every_months, last_on)
SELECT id, 'insurance', 12, '2026-03-01' FROM vehicle WHERE plate = %s
"""


def file_of(run: Run, database: Database) -> VehicleFile:
    enter(run, *_LINES)
    with database.connect() as connection:
        connection.execute(_TRIP, [PLATE])
        connection.execute("SELECT add_up_pieces(id, '-infinity', 'infinity') FROM vehicle")
        connection.execute(_SERVICE, [PLATE])
        connection.commit()
        connection.execute("SET ROLE guanjia_reader")
        found = vehicle_file(Rows(connection), PLATE, 2026, NOW)
    assert found is not None
    return found


def by_title(file: VehicleFile, name: str) -> list[dict[str, object]]:
    section = next(each for each in file.sections if each.name == name)
    return [dict(zip([column.title for column in section.columns], row, strict=True)) for row in section.rows]


def test_the_file_tells_months_what_is_due_and_what_lacks_an_approval(run: Run, database: Database) -> None:
    file = file_of(run, database)
    (facts,) = by_title(file, "registration")
    assert (facts["Plate"], facts["duty"], facts["approval missing"]) == (PLATE, "general", 1)
    assert (facts["costs of the year yuan"], str(facts["costs all time yuan"])) == (9540.5, "9860.50")
    months = by_title(file, "months")
    assert len(months) == 6
    # 80 L on 800 km since the filling of December
    assert (months[0]["distance km"], months[0]["L/100 km"], months[0]["distance from"]) == (
        800,
        10,
        "odometer",
    )
    # the trip began on 1 June where the vehicle is at home
    assert [month["distance km"] for month in months] == [800, None, None, None, None, 17]
    assert (months[2]["insurance"], months[2]["repair"], months[2]["cost yuan"]) == (3900.5, 5000, 8900.5)
    (service,) = by_title(file, "services")
    assert (service["task"], service["due on"]) == ("insurance", date(2027, 3, 1))
    assert [row["amount yuan"] for row in by_title(file, "papers")] == [3900.5]
    assert [row["tracker"] for row in by_title(file, "trackers")] == ["bd-09"]
    assert len(by_title(file, "receipts")) == 4


def test_the_workbook_has_typed_cells_and_no_formula(run: Run, database: Database) -> None:
    book = load_workbook(
        BytesIO(vehicle_workbook(file_of(run, database), Words(translations()[Language.ZH_CN])))
    )
    assert book.sheetnames[:4] == ["登记信息", "保养与到期", "按月费用", "出车记录"]
    receipts = book["票据明细"]
    assert [cell.value for cell in receipts[1]][:3] == ["日期", "费用类别", "金额（元）"]
    newest = receipts[2]
    assert (newest[0].value, newest[0].number_format) == (datetime(2026, 3, 2), "yyyy-mm-dd")  # noqa: DTZ001
    assert (newest[1].value, newest[2].value, newest[9].value) == ("维修", 5000, "缺审批")
    assert (newest[7].value, newest[7].data_type) == ("=1+1", "s")
    months = book["按月费用"]
    assert [months.cell(2, column).value for column in (1, 2, 3)] == ["2026-01", 800, "里程表"]


def test_the_command_writes_a_file_in_either_language(run: Run) -> None:
    assert run("file", PLATE, "--out", "one.xlsx", "--year", "2026", "--lang", "en").exit_code == 0
    assert load_workbook(Path("one.xlsx")).sheetnames[0] == "Registration"
    assert run("file", PLATE, "--year", "2026").exit_code == 0
    assert load_workbook(Path(f"{PLATE}-2026.xlsx")).sheetnames[0] == "登记信息"


def test_a_plate_that_is_none_is_told_with_those_near(run: Run) -> None:
    result = run("file", "宁A00901")
    assert result.exit_code == 1
    assert "no vehicle '宁A00901' in the registry: is it 宁A00900" in str(result.exception)
