"""The same report prints to the same bytes, and what is in it is text."""

import re
from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from alerts.formats import Formats
from guanjia.reports.cells import Cells
from guanjia.reports.model import (
    VERSION,
    Bar,
    Cell,
    Chart,
    Heading,
    Report,
    Section,
    Trace,
    from_json,
    to_json,
)
from guanjia.reports.printing import Format, printed
from guanjia.reports.typesetting import chinese_font
from guanjia.translations import translations
from models.errors import ComponentMissingError, GuanjiaError
from models.registry import Language

WEIRD = '=1 #let x = 1 #x $ \\ ] [ * _ ` @ <a> // /* ~ "'


def report(name: str = "主楼", rows: int = 3) -> Report:
    """Return a report with a figure, its trace and a chart."""
    number = Cell("1,407", 1407.0, "#,##0", "key")
    heads = (Heading("Building"), Heading("Used", is_number=True))
    lines = tuple((Cell(name), number) for _ in range(rows))
    chart = Chart("Chart", (Bar(name, 2.0, "2"), Bar("none", 0.0, "0")))
    section = Section("one", "一/二*三", heads, lines, charts=(chart,))
    source = [Cell(name), *[Cell("")] * 6, Cell("1,407", 1407.0, "#,##0"), *[Cell("")] * 4]
    return Report(
        version=VERSION,
        institution="i",
        period="month",
        begins=date(2026, 11, 1),
        ends=date(2026, 12, 1),
        language="zh_CN",
        made_at=datetime(2026, 12, 2, 1, 2, 3, tzinfo=UTC),
        title="能源资源消费月报",
        subtitle=name,
        lines=(name,),
        sections=(section, Section("two", "空", heads, (), "没有")),
        source_title="数据来源",
        source_columns=tuple(Heading(f"h{n}") for n in range(12)),
        traces=(Trace("key", name, number, (tuple(source),), Cell("1,407", 1407.0, "#,##0"), True, name),),
        notes_title="说明",
        notes=(name,),
    )


@pytest.mark.parametrize("kind", Format)
def test_the_same_report_gives_the_same_bytes(kind: Format) -> None:
    assert printed(report(), kind) == printed(report(), kind)


def test_nothing_in_a_workbook_is_of_the_hour_it_was_printed() -> None:
    with ZipFile(BytesIO(printed(report(), Format.XLSX))) as file:
        assert {entry.date_time[0] for entry in file.infolist()} == {1980}
        core = file.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-12-02T01:02:03Z"}


def test_a_report_comes_back_from_its_json() -> None:
    assert from_json(to_json(report(WEIRD)), "x") == report(WEIRD)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"{}", "x.json: version"),
        (b"no", "x.json: the file"),
        (to_json(report()).replace(b'"version": 1', b'"version": 2'), "version 2"),
    ],
)
def test_a_file_that_is_no_report_is_refused(text: bytes, said: str) -> None:
    with pytest.raises(GuanjiaError, match=said):
        from_json(text, "x.json")


def test_a_name_is_text_in_a_workbook() -> None:
    book = load_workbook(BytesIO(printed(report(WEIRD), Format.XLSX)))
    assert book.sheetnames == ["能源资源消费月报", "一 二 三", "空", "数据来源", "说明"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == WEIRD]
    assert len(cells) >= 6
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    assert book["空"]["A2"].value == "没有"
    assert book["一 二 三"]["B2"].hyperlink.location == "'数据来源'!A3"
    assert book["数据来源"]["H6"].value == "=SUM(H5:H5)"


def test_a_name_is_text_in_a_pdf() -> None:
    pages = PdfReader(BytesIO(printed(report(WEIRD), Format.PDF))).pages
    told = "".join("".join(each.extract_text().split()) for each in pages)
    assert told.count("".join(WEIRD.split())) >= 6


def test_a_table_over_two_pages_has_its_heads_on_both() -> None:
    pages = PdfReader(BytesIO(printed(report(rows=120), Format.PDF))).pages
    going_on = [
        text for each in pages if "1,407" in (text := each.extract_text()) and text.count("主楼") > 20
    ]
    assert len(going_on) > 1
    assert all("Building" in text for text in going_on)


def test_without_a_font_with_chinese_it_says_what_to_install() -> None:
    assert chinese_font(["DejaVu Sans", "WenQuanYi Zen Hei", "Noto Sans CJK SC"]) == "Noto Sans CJK SC"
    with pytest.raises(ComponentMissingError, match="fonts-noto-cjk"):
        chinese_font(["DejaVu Sans"])


@pytest.mark.parametrize(
    ("value", "text", "pattern"),
    [
        (1406.6, "1,407", "#,##0"),
        (40.76, "40.8", "#,##0.0"),
        (3.908, "3.91", "#,##0.00"),
        (25.0, "25", "#,##0"),
    ],
)
def test_a_workbook_shows_a_number_as_the_mail_writes_it(value: float, text: str, pattern: str) -> None:
    cell = Cells(Formats("zh_CN", translations()[Language.ZH_CN])).amount(value, "k")
    assert (cell.text, cell.pattern, cell.value, cell.figure) == (text, pattern, value, "k")
