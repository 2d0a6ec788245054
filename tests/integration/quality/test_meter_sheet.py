"""Meters to and from Excel: what goes out comes in unchanged, and a mistake keeps all of it out."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from guanjia.quality.desk import QualityDesk
from guanjia.quality.meter_sheet import SHEET
from guanjia.translations import translations
from models.dispatch_errors import ForbiddenError
from models.quality import MeterImport
from models.registry import Language
from storage.registry import current_registry
from tests.integration.analytics.scene import fetch
from tests.integration.database import Database
from tests.integration.quality.conftest import ENGINEER, NEIGHBOUR, ONLOOKER
from web.console.mistakes import sentence, sheet_of
from web.console.words import Words

Edit = Callable[[Worksheet], None]
NEW = {"表计编码": "new", "表计名称": "新表", "计量量": "volume_m3", "能源种类": "水"}


def sheet(content: bytes) -> Worksheet:
    return load_workbook(BytesIO(content))[SHEET]


def column(cells: Worksheet, name: str) -> int:
    titles = [str(cell.value) for cell in cells[1]]
    return next(number for number, title in enumerate(titles, 1) if title.startswith(name))


def row(cells: Worksheet, code: str) -> int:
    return next(cell.row for cell in cells["A"] if cell.value == code)


def edited(content: bytes, edit: Edit) -> bytes:
    book = load_workbook(BytesIO(content))
    edit(book[SHEET])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def take(desk: QualityDesk, content: bytes, *, dry_run: bool = False) -> MeterImport:
    return desk.import_meters(ENGINEER, "表计.xlsx", content, dry_run=dry_run)


def test_what_goes_out_changes_nothing_when_it_comes_in(desk: QualityDesk, scene: Database) -> None:
    content = desk.exported_meters(ENGINEER)
    cells = sheet(content)
    assert [cell.value for cell in cells["A"]] == ["表计编码(code)", "m0", "m1", "n0"]
    assert cells.cell(1, column(cells, "起码")).value == "起码(start_register, m³、kWh、GJ)"
    assert cells.cell(2, column(cells, "能源种类")).value == "水"
    with scene.connect() as connection:
        there = current_registry(connection)
    assert take(desk, content).changes == ()
    with scene.connect() as connection:
        assert current_registry(connection) == there


def test_a_swap_in_a_further_row_is_shown_then_taken_in_once(desk: QualityDesk, scene: Database) -> None:
    def swap(cells: Worksheet) -> None:
        cells.append([])
        number = cells.max_row + 1
        written: dict[str, str | float] = {
            "表计编码": "m0",
            "表号": "B-77",
            "安装时间": "2026-11-01 10:00",
            "起码": 0.2,
            "旧表止码": 1010.4,
        }
        for name, value in written.items():
            cells.cell(number, column(cells, name), value)

    content = edited(desk.exported_meters(ENGINEER), swap)
    shown = take(desk, content, dry_run=True)
    assert not shown.is_done
    assert {each.subject for each in shown.changes} == {"installation"}
    assert fetch(scene, b"SELECT count(*) FROM installation WHERE serial = 'B-77'") == [(0,)]
    done = take(desk, content)
    assert done.is_done
    assert done.stale_hours > 0
    assert take(desk, content).changes == ()


def test_every_faulty_row_is_named_and_nothing_is_taken_in(desk: QualityDesk, scene: Database) -> None:
    def spoil(cells: Worksheet) -> None:
        cells.cell(row(cells, "m0"), column(cells, "表计名称"), "改名")
        cells.cell(row(cells, "m1"), column(cells, "倍率"), "x")
        cells.cell(row(cells, "n0"), column(cells, "安装位置"), "nowhere")

    done = take(desk, edited(desk.exported_meters(ENGINEER), spoil))
    assert [(each.file, each.line, each.field) for each in done.mistakes] == [
        ("表计.xlsx[表计]", 3, "meters[m1].installations[0].multiplier (S3)"),
        ("表计.xlsx[表计]", 4, "meters[n0].place (I4)"),
    ]
    assert "there is no place nowhere" in done.mistakes[1].message
    assert fetch(scene, b"SELECT count(*) FROM meter WHERE name = '" + "改名".encode() + b"'") == [(0,)]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")'])
def test_a_text_that_looks_like_a_formula_stays_a_text(desk: QualityDesk, scene: Database, name: str) -> None:
    with scene.connect() as connection:
        connection.execute("UPDATE meter SET name = %s WHERE code = 'm0'", [name])
    content = desk.exported_meters(ENGINEER)
    cells = sheet(content)
    cell = cells.cell(row(cells, "m0"), column(cells, "表计名称"))
    assert (cell.data_type, cell.value) == ("s", name)
    assert cell.quotePrefix
    assert take(desk, content).changes == ()


def test_somebody_of_an_institution_gets_and_changes_its_own_meters_only(
    desk: QualityDesk, scene: Database
) -> None:
    everything = desk.exported_meters(ENGINEER)
    assert [cell.value for cell in sheet(desk.exported_meters(NEIGHBOUR))["A"]][1:] == ["n0"]

    def rename(cells: Worksheet) -> None:
        for number in range(2, 5):
            cells.cell(number, column(cells, "表计名称"), "改名")

    done = desk.import_meters(NEIGHBOUR, "x.xlsx", edited(everything, rename), dry_run=False)
    assert {each.field for each in done.mistakes} == {
        "meters[m0].place (I2)",
        "devices[m0].device (C2)",
        "meters[m1].place (I3)",
        "devices[m1].device (C3)",
    }
    assert fetch(scene, b"SELECT count(*) FROM meter WHERE name = '" + "改名".encode() + b"'") == [(0,)]

    def own(cells: Worksheet) -> None:
        cells.cell(2, column(cells, "表计名称"), "邻表")

    done = desk.import_meters(
        NEIGHBOUR, "x.xlsx", edited(desk.exported_meters(NEIGHBOUR), own), dry_run=False
    )
    assert [(each.code, each.after) for each in done.changes] == [("n0", "邻表")]
    with pytest.raises(ForbiddenError):
        desk.import_meters(ONLOOKER, "x.xlsx", everything, dry_run=True)


def test_a_meter_cannot_be_moved_to_or_hung_under_another_institution(desk: QualityDesk) -> None:
    own = desk.exported_meters(NEIGHBOUR)
    for name, value in (("安装位置", "s"), ("上级表计", "m0"), ("服务场所", "s"), ("设备编码", "m1")):

        def move(cells: Worksheet, name: str = name, value: str = value) -> None:
            cells.cell(2, column(cells, name), value)

        done = desk.import_meters(NEIGHBOUR, "x.xlsx", edited(own, move), dry_run=False)
        assert any("another institution" in each.message for each in done.mistakes), name


def test_what_holds_no_meters_is_refused(desk: QualityDesk) -> None:
    [mistake] = take(desk, b"no workbook").mistakes
    assert "save it as .xlsx" in mistake.message
    book = Workbook()
    book.worksheets[0].title = "drivers"
    book.worksheets[0].append(["编码", "姓名", "机构"])
    book.worksheets[0].append(["d1", "马", "i"])
    stream = BytesIO()
    book.save(stream)
    [mistake] = take(desk, stream.getvalue()).mistakes
    assert "only meters are taken in here" in mistake.message
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(201 * 2**20))
    [mistake] = take(desk, bomb.getvalue()).mistakes
    assert "too large" in mistake.message


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"表计编码": "new", "能源种类": "水"}, "缺少此项，新增时必须填写"),
        (NEW | {"安装位置": "nowhere"}, "没有编码为 nowhere 的场所"),
        ({"表计编码": "m1", "表号": "A", "倍率": "x"}, "此处应填写数字（现为：x）"),
        ({"表计编码": "m1", "表号": "A", "倍率": 0}, "须大于0（现为：0）"),
        ({"表计编码": "m1", "表号": "A", "起码": -1}, "不得小于0（现为：-1）"),
        ({"表名": "东楼"}, "没有此列，请使用导出文件的表头"),
        ({"表计名称": "东楼"}, "请填写表计编码"),
        ({"表计编码": "m1", "表计名称": "西楼"}, "同一表计各行的此项须一致（此处为 西楼，第 3 行为 m1）"),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_page(
    desk: QualityDesk, written: dict[str, str | float], told: str
) -> None:
    def spoil(cells: Worksheet) -> None:
        for name, value in written.items():
            if name == "表名":
                cells.cell(1, cells.max_column + 1, name)
            else:
                cells.cell(5, column(cells, name), value)

    words = Words(Language.ZH_CN, translations()[Language.ZH_CN])
    done = take(desk, edited(desk.exported_meters(ENGINEER), spoil))
    assert any(sentence(each, words).startswith(told) for each in done.mistakes), done.mistakes
    assert {sheet_of(each) for each in done.mistakes} == {"表计"}


def test_two_meters_at_one_time_and_a_register_below_its_start_are_said_in_chinese(desk: QualityDesk) -> None:
    def spoil(cells: Worksheet) -> None:
        before: dict[str, str | float | None] = {
            "拆除时间": "2026-11-05",
            "起码": 9,
            "止码": 3,
            "翻转值": None,
        }
        for name, value in before.items():
            cells.cell(row(cells, "m0"), column(cells, name), value)
        after: dict[str, str | float] = {
            "表计编码": "m0",
            "表号": "B",
            "安装时间": "2026-11-02",
            "起码": 9,
            "止码": 3,
        }
        for name, value in after.items():
            cells.cell(5, column(cells, name), value)

    words = Words(Language.ZH_CN, translations()[Language.ZH_CN])
    done = take(desk, edited(desk.exported_meters(ENGINEER), spoil))
    said = {sentence(each, words) for each in done.mistakes}
    assert "该表计的两块表安装时间重叠，请更正安装或拆除时间" in said
    assert any(each.startswith("止码 3 小于起码 9") for each in said)
