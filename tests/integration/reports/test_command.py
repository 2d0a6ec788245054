"""`guanjia report` as people type it."""

import json
import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from guanjia.reports.model import Report, from_json
from models.errors import GuanjiaError
from tests.integration.database import Database
from tests.integration.reports.conftest import NOVEMBER, Run, Written, book
from tests.unit.pages import command_lines, page

ORDER = [
    "用电量",
    "用水量（自来水）",
    "用气量",
    "用热量",
    "油料（公务用车，按费用台账）",
    "建筑面积",
    "用能人数",
]


def column(report: Report, key: str, place: int) -> list[str]:
    [section] = [section for section in report.sections if section.key == key]
    return [row[place].text for row in section.rows]


def test_statistics_stand_in_their_statutory_order(november: Report) -> None:
    assert column(november, "statistics", 0) == ORDER
    # 21 days of 1,000 kWh, 67 m3 and 10 GJ
    assert column(november, "statistics", 2)[:4] == ["21,000", "1,407", "—", "210"]
    assert column(november, "statistics", 2)[5:] == ["25,780", "600"]


def test_every_figure_names_meters_that_add_up_to_it(november: Report) -> None:
    traces = {trace.key: trace for trace in november.traces}
    shown = [cell for section in november.sections for row in section.rows for cell in row if cell.figure]
    assert len(shown) > 15
    assert {cell.figure for cell in shown} == set(traces)
    assert all(trace.agrees and trace.rows for trace in traces.values())
    water = traces["month:2026-11-01:water"]
    assert [(row[0].text, row[4].text, row[7].value) for row in water.rows] == [
        ("w1-east", "计入", 840.0),
        ("w1-west", "计入", 567.0),
    ]
    # which meter stood there, and since when
    assert re.match(r"\S+ 20\d\d-\d\d-\d\d ~", water.rows[0][3].text)


def test_data_that_changed_since_is_said(run: Run, database: Database, tmp_path: Path) -> None:
    with database.connect() as connection:
        connection.execute(
            "UPDATE consumption_daily SET amount = amount + 1 WHERE day = '2026-11-02'"
            " AND meter_id = (SELECT id FROM meter WHERE code = 'w1-east')"
        )
    result = run(*NOVEMBER, "--format", "json", "--out", "late.json")
    assert result.exit_code == 0, result.output
    assert "用水量（自来水）" in result.stderr
    assert "make the report again in a minute" in result.stderr
    report = from_json((tmp_path / "late.json").read_bytes(), "late")
    [water] = [trace for trace in report.traces if trace.key == "month:2026-11-01:water"]
    assert "1,408" in water.said


def test_a_quarter_is_all_its_days_at_once(written: Written) -> None:
    report = from_json(
        written("jgj", "--period", "quarter", "--quarter", "4", "--year", "2026", "--format", "json"), "q"
    )
    assert column(report, "statistics", 2)[:2] == ["35,000", "2,345"]
    assert column(report, "months", 2)[:2] == ["14,000", "938"]
    [section] = [section for section in report.sections if section.key == "indicators"]
    [per_person] = [row for row in section.rows if row[0].text == "人均用水"]
    assert per_person[1].value == pytest.approx(2345 / 600)
    # people are the mean of 35 days, not the sum of two months
    assert "2,345 m³ ÷ 600" in per_person[3].text
    assert all(trace.agrees for trace in report.traces)


def test_a_year_has_its_months_and_its_quotas(written: Written) -> None:
    report = from_json(written("jgj", "--period", "year", "--year", "2026", "--format", "json"), "y")
    [heads] = [section.columns for section in report.sections if section.key == "months"]
    assert [head.title for head in heads[2:]] == ["2026-10", "2026-11"]
    [section] = [section for section in report.sections if section.key == "quotas"]
    [row] = [row for row in section.rows if row[0].text == "人均用水"]
    assert [cell.text for cell in row[2:8]] == ["3.91", "25", "m³/(人·年)", "15.6 %", "9.6 %", "40.8"]
    assert "DB37/T 4452-2021" in row[9].text


def test_units_are_one_or_the_other(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANJIA_REPORT_UNITS", "everyday")
    report = from_json(written(*NOVEMBER, "--format", "json"), "everyday")
    assert column(report, "statistics", 1)[:4] == ["度", "吨", "m³", "GJ"]
    # gas stays in cubic metres, sentences of alerts as they were sent
    texts = json.dumps(json.loads(written(*NOVEMBER, "--format", "json"))["sections"], ensure_ascii=False)
    assert "kWh" not in texts
    back = from_json(written(*NOVEMBER, "--units", "standard", "--format", "json"), "standard")
    assert column(back, "statistics", 1)[:4] == ["kWh", "m³", "m³", "GJ"]
    assert "吨" not in json.dumps([section.rows for section in back.sections], default=str)


def test_the_workbook_shows_the_same_and_links_figures_with_their_sources(written: Written) -> None:
    sheets = book(written(*NOVEMBER))
    statistics, sources = sheets["能源资源消费统计"], sheets["数据来源"]
    assert [statistics.cell(row, 1).value for row in range(2, 9)] == ORDER
    cell = statistics["C3"]
    assert (cell.value, cell.number_format) == (1407.0, "#,##0")
    assert cell.hyperlink is not None
    sheet, _, place = str(cell.hyperlink.location).partition("!")
    assert sheet == "'数据来源'"
    row = sources[place].row
    assert str(sources[place].value).startswith("用水量（自来水）")
    assert [sources.cell(row + 2 + n, 1).value for n in range(2)] == ["w1-east", "w1-west"]
    assert sources.cell(row + 4, 8).value == f"=SUM(H{row + 2}:H{row + 3})"


def test_a_name_that_is_a_formula_or_a_command_is_text(database: Database, written: Written) -> None:
    name = '=1+1 #panic("x") $x$ \\ ] #[' + "`" + ' */ "'
    with database.connect() as connection:
        connection.execute("UPDATE institution SET name = %s WHERE code = 'jgj'", [name])
        connection.execute("UPDATE meter SET name = %s WHERE code = 'w1-east'", [name])
    sheets = book(written(*NOVEMBER))
    found = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value == name]
    assert found
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in found)
    told = "".join(text_of(written(*NOVEMBER, "--format", "pdf")))
    assert squeezed(name) in squeezed(told)


def text_of(content: bytes) -> list[str]:
    return [each.extract_text() for each in PdfReader(BytesIO(content)).pages]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_pdf_says_the_same_with_headings_on_every_page(written: Written) -> None:
    pages = text_of(written(*NOVEMBER, "--format", "pdf"))
    told = squeezed("".join(pages))
    for text in (
        "能源资源消费月报",
        "机关事务管理局",
        "2026年11月",
        "1,407",
        "与下列表计合计相符",
        "w1-east",
    ):
        assert text in told, text
    broken = [text for text in pages if "北斗终端" in text]
    assert len(broken) > 0
    # a table that goes on has its heads again
    assert all("最后上报或突变时间" in squeezed(text) for text in broken)


def test_a_report_that_was_kept_prints_again_to_the_byte(written: Written, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    kept.write_bytes(written(*NOVEMBER, "--format", "json"))
    for kind in ("xlsx", "pdf", "json"):
        first, second = (written("--again", str(kept), "--format", kind) for _ in range(2))
        assert first == second, kind
    assert written("--again", str(kept), "--format", "json") == kept.read_bytes()


def test_in_english_nothing_is_chinese_but_names(written: Written) -> None:
    report = from_json(written(*NOVEMBER, "--lang", "en", "--format", "json"), "en")
    heads = [head.title for section in report.sections for head in section.columns]
    words = [*heads, *report.notes, report.title, *(section.title for section in report.sections)]
    assert [word for word in words if any("一" <= letter <= "鿿" for letter in word)] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("jgi", "--out", "x"), "the nearest: jgj 机关事务管理局"),
        (("事务管理", "--out", "x"), "jgj 机关事务管理局"),
        (("jgj", "--year", "2024", "--month", "3", "--out", "x"), "there are some of months from 2026-10"),
        (("jgj", "--year", "2100", "--month", "3", "--out", "x"), "has not begun"),
        (("--again", "/dev/null", "--out", "x"), "guanjia report --format json"),
    ],
)
def test_what_cannot_be_reported_is_said_with_the_remedy(run: Run, words: Sequence[str], said: str) -> None:
    error = run(*words).exception
    assert isinstance(error, GuanjiaError)
    assert said in str(error)


@pytest.mark.parametrize(
    "words",
    [
        ("--out", "x"),
        ("jgj", "--again", "/dev/null", "--out", "x"),
        ("jgj", "--quarter", "1", "--out", "x"),
        ("jgj", "--period", "year", "--month", "1", "--out", "x"),
    ],
)
def test_options_that_do_not_go_together_are_refused(run: Run, words: Sequence[str]) -> None:
    assert run(*words).exit_code == 2


def test_the_commands_of_the_page_run(run: Run, tmp_path: Path) -> None:
    lines = [words[2:] for words in command_lines(page("docs/how-to/institution-reports.md"))]
    assert len(lines) > 3
    for words in lines:
        result = run(*words)
        assert result.exit_code == 0, (words, result.output, result.exception)
    assert list(tmp_path.iterdir())
