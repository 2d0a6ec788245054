"""Verdicts on whole years: the energy ladder, and water's limit."""

import pytest

from analytics.judging import tier_of
from guanjia.quota_files import read_book, shipped_files

QUOTAS = read_book(shipped_files()).quotas
LADDER = QUOTAS["energy-university-db37t2671-non-heating"]
WATER = QUOTAS["water-office-db37t4452-existing"]


@pytest.mark.parametrize(
    ("value", "kept", "passed", "is_over"),
    [
        (0.0, "引导值", None, False),
        (7.5, "引导值", None, False),
        (7.51, "基准值", "引导值", False),
        (10.0, "基准值", "引导值", False),
        (12.3, "约束值", "基准值", False),
        (16.5, "约束值", "基准值", False),
        (16.51, None, "约束值", True),
    ],
)
def test_a_value_stands_on_the_rung_it_keeps(
    value: float, kept: str | None, passed: str | None, *, is_over: bool
) -> None:
    verdict = tier_of(LADDER, value)
    assert verdict is not None
    assert (verdict.kept and verdict.kept.name, verdict.passed and verdict.passed.name) == (kept, passed)
    assert verdict.is_over is is_over


def test_what_follows_is_said_by_the_tier_that_is_passed() -> None:
    over, between = tier_of(LADDER, 20), tier_of(LADDER, 12)
    assert over is not None
    assert over.passed is not None
    assert over.passed.consequence == "超过约束值，应限期整改，并开展能源审计"
    assert between is not None
    assert between.passed is not None
    assert between.passed.consequence == "应逐年改进，达到基准值"


@pytest.mark.parametrize(("value", "is_over"), [(9.0, False), (18.25, False), (25.0, False), (25.01, True)])
def test_water_is_judged_by_its_general_value_alone(value: float, *, is_over: bool) -> None:
    """18.25 m3 passes 先进值 (10), which is for new projects and judges nobody here."""
    verdict = tier_of(WATER, value)
    assert verdict is not None
    assert verdict.is_over is is_over
    judged_by = verdict.passed if is_over else verdict.kept
    assert judged_by is not None
    assert judged_by.name == "通用值"
    assert (verdict.kept is None) is is_over


def test_a_blank_quota_judges_nobody() -> None:
    assert tier_of(QUOTAS["energy-government-db64t-per-person"], 1000.0) is None
