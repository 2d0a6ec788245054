"""What `guanjia calendar` prints, and how it ends."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from guanjia.__main__ import guanjia
from models.errors import FileMistakesError, NoCalendarError


def output(*words: str) -> str:
    result = CliRunner().invoke(guanjia, ["calendar", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_a_year_shows_its_workdays_holidays_and_season() -> None:
    shown = output("show", "2026", "--region", "yinchuan")
    (year,) = [line.split() for line in shown.splitlines() if " year " in line]
    assert [word for word in year if word.isdigit()] == ["365", "248", "117"]
    (spring,) = [line for line in shown.splitlines() if "春节" in line]
    assert "02-17" in spring
    assert "02-14 02-28" in spring
    assert "heated: 2026-11-01 up to, without, 2027-04-01 (151 days)" in shown


def test_a_year_nobody_knows_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "workdays.yaml").write_text("days: []\n", "utf-8")
    (tmp_path / "heating.yaml").write_text("regions: []\n", "utf-8")
    with pytest.raises(NoCalendarError, match="2098"):
        output("show", "2098", "--folder", str(tmp_path))


def test_check_says_what_is_known_and_names_mistakes(tmp_path: Path) -> None:
    assert "2004 to 20" in output("check")
    (tmp_path / "workdays.yaml").write_text("days:\n  - {day: 2026-05-04, kind: off, name: x}\n", "utf-8")
    with pytest.raises(FileMistakesError, match=r"workdays\.yaml:2: days\.0\.kind"):
        output("check", "--folder", str(tmp_path))
