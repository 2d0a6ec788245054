"""What is said of a figure, in both languages, and that nothing is said that a catalogue lacks."""

import ast
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from guanjia.figures.checks import REMEDIES, checks
from guanjia.figures.period import asked
from guanjia.figures.standing import changes, progress, target
from guanjia.figures.words import FigureWords
from guanjia.translations import translations
from guanjia.words import Words
from models.figures import CheckReason, PeriodKind, Total
from models.quotas import UNITS, Indicator
from models.registry import Language
from models.registry.kinds import PersonKind
from storage.figures import ShownFigure

ROOT = Path(__file__).parents[4]
CHINESE, ENGLISH = (
    FigureWords(Words(translations()[language]), language is Language.ZH_CN)
    for language in (Language.ZH_CN, Language.EN)
)
WATER = ShownFigure(
    institution="jgj",
    institution_name="机关事务管理局",
    indicator="water_per_person",
    period="year",
    period_start=date(2026, 1, 1),
    period_end=date(2027, 1, 1),
    value=3.9083,
    unit="m3/(person·a)",
    numerator=2345.0,
    denominator=600.0,
    divisor="people",
    day_divisor=None,
    counted=["staff", "secondee"],
    coverage=0.98,
    estimated_share=0.04,
    observed_days=35.0,
    observed_from=date(2026, 10, 18),
    observed_to=date(2026, 11, 21),
    quota="water",
    quota_source="DB37/T 4452-2021",
    quota_tier="通用值",
    quota_value=25.0,
    tier=None,
    used_share=0.1563,
    due_share=0.0959,
    due_basis="days",
    projected=40.758,
    projected_low=38.0,
    projected_high=43.5,
    limit_date=date(2027, 5, 13),
    factor_set=None,
    grid_region=None,
    grid_data_year=None,
    value_last_year=3.5,
    change_last_year=0.1167,
    value_last_period=None,
    change_last_period=None,
    target_kind="quota",
    target_value=25.0,
    check_reasons=[],
    computed_at=datetime(2026, 11, 21, tzinfo=UTC),
    target_from=None,
    target_to=None,
    quota_status="single_source",
    quota_tier_en="general value",
    reached_tier_en=None,
)
UNJUDGED = replace(WATER, quota=None, quota_value=None, used_share=None, target_kind=None, target_value=None)


def test_a_quota_stands_with_its_tier_source_and_status() -> None:
    told = "定额：25 m3/(人·年)（通用值）\nDB37/T 4452-2021；单一来源，未核对官方文本"
    assert target(WATER, CHINESE) == told
    assert target(WATER, ENGLISH).startswith("quota: 25 m3/(person·a) (general value)\n")


@pytest.mark.parametrize(
    ("kind", "chinese", "english"),
    [
        ("own_history", "参照值（非定额）：20 m3/(人·年)（自身历史：本单位上年同期）", "own history"),
        ("similar_institutions", "参照值（非定额）：20 m3/(人·年)（同类单位中位数）", "similar institutions"),
        (
            "own_weeks",
            "参照值（非定额）：20 m3/(人·年)（自身历史：本单位此前各周，2026-10-05 至 2026-11-01）",
            "own weeks before, 2026-10-05 to 2026-11-01",
        ),
    ],
)
def test_what_stands_in_for_a_quota_is_named_as_such(kind: str, chinese: str, english: str) -> None:
    since, until = date(2026, 10, 5), date(2026, 11, 1)
    figure = replace(UNJUDGED, target_kind=kind, target_value=20.0, target_from=since, target_to=until)
    assert target(figure, CHINESE) == chinese
    assert english in target(figure, ENGLISH)
    assert "no quota" in target(figure, ENGLISH)


def test_a_blank_quota_is_called_blank_and_its_target_shown() -> None:
    blank = replace(
        WATER, quota_value=None, quota_status="absent", target_kind="own_history", target_value=20
    )
    first, source, stand_in = target(blank, CHINESE).splitlines()
    assert first == "定额 water 为空白"
    assert "DB37/T" in source
    assert stand_in.startswith("参照值（非定额）：20")


def test_without_any_target_it_says_what_it_takes() -> None:
    assert "需满两周计量数据" in target(UNJUDGED, CHINESE)
    assert "two metered weeks" in target(replace(UNJUDGED, indicator="water", divisor="none"), ENGLISH)


def test_progress_says_what_is_used_and_due_where_it_goes_and_when_the_limit_is_passed() -> None:
    assert progress(WATER, CHINESE).splitlines() == [
        "已用 15.6 %，应用 9.6 %（按天数）",
        "预计 40.76 m3/(人·年)（38 至 43.50）",
        "超限日 2027-05-13",
    ]
    by_months = replace(WATER, due_basis="profile", projected_low=None, limit_date=None)
    assert progress(by_months, ENGLISH).splitlines() == [
        "used 15.6 %, due 9.6 % by last year's months",
        "projected 40.76 m3/(person·a)",
    ]


def test_a_tier_is_named_in_the_readers_language() -> None:
    over = replace(WATER, tier="> 通用值", reached_tier_en="general value", projected=None, limit_date=None)
    assert "等级 > 通用值" in progress(over, CHINESE)
    assert "keeps to > general value" in progress(over, ENGLISH)


def test_changes_have_signs_and_a_month_has_two() -> None:
    assert changes(WATER, CHINESE) == "同比 +11.7 %"
    month = replace(WATER, period="month", change_last_period=-0.02)
    assert changes(month, CHINESE).splitlines() == ["同比 +11.7 %", "环比 -2.0 %"]


def test_the_division_says_who_and_which_days_count() -> None:
    assert CHINESE.division(WATER) == "2,345 m3 ÷ 600 人（在编人员、借调人员）"
    per_day = replace(
        WATER, unit="L/(person·d)", divisor="person_days", day_divisor="workdays", counted=["staff"]
    )
    assert ENGLISH.division(per_day) == "2,345 m3 ÷ 600 person-days (staff, by workdays)"


def test_a_check_names_the_figures_it_concerns_once_and_what_to_do() -> None:
    figures = [
        replace(WATER, check_reasons=["low_coverage"]),
        replace(WATER, indicator="water", check_reasons=["low_coverage", "silent_meter"]),
    ]
    first, second = checks(figures, CHINESE)
    assert first == "覆盖不足：处理缺数：不足五分之四的时间有计量（人均用水、用水量（自来水））"
    assert second.startswith("主表无数据：")


@pytest.mark.parametrize("words", [CHINESE, ENGLISH])
def test_every_code_has_a_word(words: FigureWords) -> None:
    assert REMEDIES.keys() == set(CheckReason)
    for vocabulary, codes in (("check", CheckReason), ("person kind", PersonKind)):
        assert not [
            code for code in codes if words.words.name(vocabulary, code) == code.value and "_" in code
        ]
    named = [words.indicator(code) for code in (*Total, *Indicator)]
    assert not [name for name in named if "_" in name]
    assert not [unit for unit in UNITS.values() if words.is_chinese and "person" in words.unit(unit)]


@pytest.mark.parametrize("language", Language)
def test_everything_that_is_said_is_translated(language: Language) -> None:
    files = [*(ROOT / "guanjia" / "figures").glob("*.py"), ROOT / "guanjia" / "commands" / "figures.py"]
    catalogue = translations()[language]
    calls = [
        node.args[0].value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "say"
        and isinstance(node.args[0], ast.Constant)
    ]
    known = [*calls, *REMEDIES.values()]
    assert len(known) > 30
    assert not [text for text in known if language is Language.ZH_CN and catalogue.gettext(str(text)) == text]


@pytest.mark.parametrize(
    ("kind", "year", "month", "begins", "ends"),
    [
        (PeriodKind.YEAR, None, None, date(2026, 1, 1), date(2027, 1, 1)),
        (PeriodKind.YEAR, 2025, None, date(2025, 1, 1), date(2026, 1, 1)),
        (PeriodKind.MONTH, None, None, date(2026, 3, 1), date(2026, 3, 2)),
        (PeriodKind.MONTH, 2025, None, date(2025, 12, 1), date(2025, 12, 2)),
        (PeriodKind.MONTH, 2025, 2, date(2025, 2, 1), date(2025, 2, 2)),
        (PeriodKind.HEATING_SEASON, None, None, date(2025, 7, 1), date(2026, 7, 1)),
        (PeriodKind.HEATING_SEASON, 2026, None, date(2026, 7, 1), date(2027, 7, 1)),
    ],
)
def test_the_period_asked_for_is_the_running_one_unless_told(
    kind: PeriodKind, year: int | None, month: int | None, begins: date, ends: date
) -> None:
    found = asked(kind, year, month, date(2026, 3, 15))
    assert (found.begins, found.ends) == (begins, ends)
