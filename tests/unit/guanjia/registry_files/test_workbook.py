"""What an Excel workbook says: rows of meters, headers in Chinese, numbers and dates as Excel has them."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from guanjia.registry_files.workbook import read_workbook
from models.errors import Mistake
from models.registry import Device, DeviceKind
from models.registry_draft.draft import Draft, draft
from models.registry_draft.written import WrittenEntry
from models.registry_state import Registry
from tests.small_site import small_site

HEADER = ("meter", "name", "quantity", "medium", "level", "parent", "place", "serial", "valid_from")


def test_rows_of_a_sheet_are_meters_with_their_devices() -> None:
    row = (
        "w3",
        "热水",
        "volume_m3",
        "水",
        3,
        "w2",
        "floor1",
        20260007.0,
        datetime.fromisoformat("2026-05-01T08:00"),
    )
    plan = laid(meters_sheet(HEADER, row))
    assert plan.mistakes == ()
    meter = plan.after.meters["w3"]
    assert (meter.medium, meter.level, meter.installations[0].serial) == ("water", 3, "20260007")
    assert plan.after.devices["w3"] == Device(
        code="w3", name="热水", kind=DeviceKind.WATER_METER, place="floor1"
    )


def test_an_instant_without_an_offset_is_local_time_of_the_site() -> None:
    typed = datetime.fromisoformat("2026-05-01T08:00")
    rounded = datetime.fromisoformat("2026-05-01T07:59:59.999996")
    texts = ["2026-05-01 08:00", "2026/5/1 8:00", "2026-05-01T08:00:00+08:00", "2026-05-01T00:00:00Z"]
    for written in [typed, rounded, *texts]:
        plan = laid(meters_sheet(("meter", "serial", "valid_from"), ("w2", "B2", written)))
        assert plan.mistakes == ()
        begun = plan.after.meters["w2"].installations[1].valid_from
        assert begun == datetime.fromisoformat("2026-05-01T08:00:00+08:00"), written
    plan = laid(meters_sheet(("meter", "serial", "valid_from"), ("w2", "B2", date(2026, 5, 1))))
    begun = plan.after.meters["w2"].installations[1].valid_from
    assert begun == datetime.fromisoformat("2026-05-01T00:00:00+08:00")


def test_chinese_headers_with_units_are_understood() -> None:
    header = ("表计", "表号", "启用时间", "起码(m3)", "旧表止码（m3）", "双向")
    plan = laid(meters_sheet(header, ("w2", "B2", "2026-05-01", 0.5, 812.25, "是")))
    assert plan.mistakes == ()
    old, new = plan.after.meters["w2"].installations
    assert (old.end_register, new.start_register, new.two_way) == (812.25, 0.5, True)


def test_a_row_of_a_meter_on_a_shared_monitor_keeps_its_device() -> None:
    before = small_site()
    text = meters_sheet(("meter", "interval_minutes", "device"), ("w2", 5, "w2"))
    assert laid(text, before).after.devices["w2"].interval_minutes == 5
    assert laid(meters_sheet(("meter", "interval_minutes"), ("w2", 5)), before).after.meters == before.meters


def test_other_sheets_have_the_fields_of_the_yaml() -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    fill(book, "表计", HEADER)
    fill(book, "places", ("code", "name", "kind", "parent"), ("attic", "阁楼", "floor", "main"))
    fill(book, "面积与人数", ("场所", "起始日期", "面积(m2)", "在编人员"), ("attic", date(2026, 1, 1), 20, 3))
    fill(book, "vehicles", ("plate", "终端", "valid_from"), ("宁A00001", "bd2", date(2026, 3, 1)))
    fill(book, "说明", ("随便写",), ("这里不读",))
    plan = laid(book)
    assert plan.mistakes == ()
    assert plan.after.places["attic"].parent == "main"
    assert plan.after.occupancy["attic"][0].people == {"staff": 3}
    assert [each.device for each in plan.after.vehicles["宁A00001"]] == ["bd1", "bd2"]


def test_mistakes_name_sheet_row_and_cell() -> None:
    row = ("w3", "热水", "volume_m3", "water", 7, "w2", "floor1", "C1", "morgen")
    told = [str(mistake) for mistake in laid(meters_sheet(HEADER, row)).mistakes]
    assert told[0].startswith("m.xlsx[meters]:2: meters[w3].level (E2): ")
    assert told[1].startswith("m.xlsx[meters]:2: meters[w3].installations[0].valid_from (I2): ")
    assert "(here: morgen)" in told[1]


@pytest.mark.parametrize(
    ("header", "rows", "told"),
    [
        (("meter", "colour"), [("w1", "red")], "m.xlsx[meters]:1: colour (B1): there is no such column"),
        (("meter", "name", "名称"), [("w1", "a", "b")],
         "m.xlsx[meters]:1: 名称 (C1): a second column for name"),
        (("meter", "name"), [(None, "a")], "m.xlsx[meters]:2: meter (A2): which meter is this row about?"),
        (("meter", "serial"), [("w1", 1234567890123456789)],
         "m.xlsx[meters]:2: serial (B2): Excel keeps only 15 digits"),
        (("meter", "start_register"), [("w1", "=A1+1")],
         "m.xlsx[meters]:2: start_register (B2): Excel has not calculated this formula"),
        (("meter", "start_register"), [("w1", "#REF!")],
         "m.xlsx[meters]:2: start_register (B2): the cell shows the error #REF!"),
        (("meter", "name", "serial"), [("w1", "a", "1"), ("w1", "b", "2")],
         "m.xlsx[meters]:3: meters[w1].name (B3): b here, a in row 2"),
    ],
)  # fmt: skip
def test_a_sheet_that_cannot_be_understood_is_a_mistake(
    header: Sequence[str], rows: Sequence[Sequence[object]], told: str
) -> None:
    _, mistakes = read(meters_sheet(header, *rows))
    assert len(mistakes) == 1
    assert str(mistakes[0]).startswith(told)


def test_a_sheet_of_an_unknown_name_is_a_mistake() -> None:
    book = meters_sheet(HEADER)
    fill(book, "vehicels", ("plate",), ("宁A00001",))
    _, mistakes = read(book)
    assert [str(mistake).partition(": ")[0] for mistake in mistakes] == ["m.xlsx[vehicels]"]


def test_a_file_that_is_no_workbook_is_a_mistake() -> None:
    assert read_workbook("m.xlsx", b"meter,name\n")[1] == [
        Mistake("m.xlsx", None, "", "no Excel workbook: save it as .xlsx")
    ]


def test_the_first_sheet_may_have_any_name() -> None:
    book = Workbook()
    fill(book, "Sheet1", ("meter", "name"), ("w2", "主楼南"))
    del book["Sheet"]
    assert laid(book).after.meters["w2"].name == "主楼南"


def meters_sheet(header: Sequence[str], *rows: Sequence[object]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    fill(book, "meters", header, *rows)
    return book


def fill(book: Workbook, name: str, *rows: Sequence[object]) -> None:
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(list(row))


def read(book: Workbook) -> tuple[list[WrittenEntry], list[Mistake]]:
    stream = BytesIO()
    book.save(stream)
    return read_workbook("m.xlsx", stream.getvalue())


def laid(book: Workbook, before: Registry | None = None) -> Draft:
    entries, mistakes = read(book)
    assert mistakes == []
    return draft(small_site() if before is None else before, entries)
