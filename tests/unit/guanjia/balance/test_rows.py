"""The CSV file of a balance."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guanjia.balance.account import Account, Findings, account
from guanjia.balance.rows import HEADER, rows, write
from guanjia.words import number, percent
from models.balance import Point, Site
from models.day_span import DaySpan
from models.registry import Medium
from tests.unit.analytics.balance.points import point, use

SITE = Site("office", "机关大院", "Asia/Shanghai")
OCTOBER = DaySpan(date(2026, 10, 1), date(2026, 11, 1))


def balanced(*points: Point) -> Account:
    known = {1: use(100), 2: use(60)}
    return account(SITE, Medium.WATER, OCTOBER, Findings(points, known, (), ()))


def cells(of: Account) -> list[Mapping[str, object]]:
    return [dict(zip(HEADER, row, strict=True)) for row in rows(of)]


def test_each_meter_has_a_row_that_names_its_parent() -> None:
    top, below = cells(balanced(point(1), point(2, 2, 1)))
    assert (top["parent"], below["parent"]) == (None, "m1")
    assert (top["amount"], top["children"], top["unaccounted"]) == (100, 60, 40)
    assert (below["children"], below["unaccounted"], below["judgement"]) == (None, None, "leaf")


def test_a_name_is_never_a_formula(tmp_path: Path) -> None:
    file = tmp_path / "tree.csv"
    assert write([balanced(replace(point(1), name="=HYPERLINK(1)", code="@m"))], file) == 1
    with file.open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["meter_name"], row["meter"]) == ("'=HYPERLINK(1)", "'@m")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (number(1234.567), "1,234.57"),
        (number(-0.0001), "0.00"),
        (number(None), "—"),
        (percent(0.0467, 2), "4.67 %"),
        (percent(-0.00001), "0.0 %"),
        (percent(None), "—"),
    ],
)
def test_numbers_are_written_for_people(written: str, expected: str) -> None:
    assert written == expected
