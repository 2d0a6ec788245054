"""A file of receipts as offices save it, and the lines of it that cannot be one."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from guanjia.vehicles.ledger_file import LedgerFile, read_ledger_file
from guanjia.written_cells import written_day, written_number
from models.errors import ConfigError
from models.vehicle_costs import CostEntry, CostKind

PLATES = ["宁A00100", "宁A00200"]
TODAY = date(2026, 11, 28)
HEAD = "车牌号,日期,费用类别,金额（元）,加油量(L),里程表读数,供应商,发票号码,审批号,备注,冲正"
GOOD = '宁A·00100,2026/3/2,加油费,"1,234.50",40.5,41200,中石化,0123,,,'


def read(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> LedgerFile:
    file = tmp_path / "costs.csv"
    file.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return read_ledger_file(file, PLATES, TODAY)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_receipt_is_read_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, HEAD, GOOD, encoding=encoding)
    assert found.mistakes == []
    assert dict(found.entries) == {
        2: CostEntry(
            "宁A00100",
            date(2026, 3, 2),
            CostKind.FUEL,
            Decimal("1234.50"),
            litres=Decimal("40.500"),
            odometer_km=Decimal("41200.0"),
            supplier="中石化",
            voucher="0123",
        )
    }


def test_english_columns_and_tabs_are_read_too(tmp_path: Path) -> None:
    found = read(tmp_path, "plate\tday\tkind\tamount_yuan\tcolour", "宁A00200\t2026-03-02\ttolls\t15\tred")
    assert [(entry.kind, entry.amount_yuan) for entry in found.entries.values()] == [("tolls", 15)]
    assert found.unread == ["colour"]


@pytest.mark.parametrize(
    "text",
    ["2026-03-02", "2026/3/2", "2026.03.02", "2026年3月2日", "20260302", "46083", "2026/3/2 0:00",
     "2026-03-02 00:00:00", " ２０２６-0３-02 "],
)  # fmt: skip
def test_a_day_is_read_as_excel_writes_it(text: str) -> None:
    assert written_day(text) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "number"), [("￥1,234.5元", "1234.5"), ("40.50 L", "40.5"), ("-3", "-3"), ("", None)]
)
def test_a_number_may_carry_its_unit(text: str, number: str | None) -> None:
    assert written_number(text, 2) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            GOOD.replace("00100", "00109"),
            "costs.csv:2: plate: '宁A·00109' is no vehicle of the registry: is it 宁A00100?",
        ),
        (GOOD.replace("2026/3/2", "3/2/2026"), "day: '3/2/2026' is no day: write it as 2026-03-02"),
        (GOOD.replace("2026/3/2", "2026/2/30"), "is a day that no calendar has"),
        (GOOD.replace("2026/3/2", "2062/3/2"), "lies before 1990-01-01 or after today, 2026-11-28"),
        (GOOD.replace("加油费", "饭费"), "kind: '饭费' is no kind of cost: write one of 加油 fuel"),
        (GOOD.replace('"1,234.50"', ""), "says no amount"),
        (GOOD.replace('"1,234.50"', "12.345"), "has more than 2 decimals"),
        (GOOD.replace('"1,234.50"', "-5"), "mark the line in the column correction (冲正)"),
        (GOOD.replace('"1,234.50"', "０"), "is no amount of a receipt"),
        (GOOD.replace("0123", "2.64420E+19"), "was rounded by Excel: format the column as text"),
        (GOOD.replace("加油费", "保险"), "litres: is for fuel only"),
        (GOOD.replace("41200", "9000000"), "is not between 0 and 2,000,000"),
        (GOOD + ",x", "12 cells under 11 columns"),
    ],
)
def test_a_line_that_cannot_be_one_is_named_and_the_rest_is_read(
    tmp_path: Path, line: str, told: str
) -> None:
    found = read(tmp_path, HEAD, line, "", GOOD)
    assert list(found.entries) == [4]
    assert len(found.mistakes) == 1
    assert told in str(found.mistakes[0])


def test_a_correction_may_be_negative(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD, "宁A00100,2026-03-02,fuel,-50,-5,,,,,,是")
    assert [(entry.amount_yuan, entry.litres) for entry in found.entries.values()] == [(-50, -5)]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("车牌号,日期,金额", "x,y,z"), "no column for kind: call it kind or 费用类别"),
        ((HEAD + ",车牌", GOOD + ","), "车牌号 and 车牌 both are plate"),
        ((HEAD + ",备注", GOOD + ","), "column 备注 stands there twice"),
        (("",), "is empty"),
        ((HEAD, '宁A00100,"2026'), "look for a quotation mark"),
    ],
)
def test_a_file_that_is_no_table_of_receipts_says_what_it_lacks(
    tmp_path: Path, lines: tuple[str, ...], told: str
) -> None:
    with pytest.raises(ConfigError, match=told.replace("(", r"\(")):
        read(tmp_path, *lines)


def test_another_encoding_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="neither UTF-8 nor GB18030"):
        read(tmp_path, HEAD, encoding="utf-16")
