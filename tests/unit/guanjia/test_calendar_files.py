"""The calendar's files: the shipped ones, and mistakes named with line and field."""

from datetime import date
from pathlib import Path

import pytest

from config.settings import Settings
from guanjia.calendar_files import calendar_folder, read_calendar
from models.errors import ConfigError, FileMistakesError

SHIPPED = calendar_folder(Settings())
HEATING = (SHIPPED / "heating.yaml").read_text("utf-8")
OFF = "\n".join(f"    - {{day: 2027-10-{day:02d}, kind: rest, name: 国庆节}}" for day in range(1, 13))
YEAR = f"years:\n- year: 2027\n  source: a notice\n  days:\n{OFF}\n"


def written(folder: Path, workdays: str = "", heating: str = HEATING) -> Path:
    (folder / "workdays.yaml").write_text(workdays or "days: []\n", "utf-8")
    (folder / "heating.yaml").write_text(heating, "utf-8")
    return folder


def test_the_shipped_seasons_of_yinchuan_end_with_march() -> None:
    calendar = read_calendar(SHIPPED)
    for year in range(2019, 2027):
        (season,) = calendar.seasons("yinchuan", date(year, 7, 1), date(year + 1, 7, 1))
        assert (season.begin, season.end) == (date(year, 11, 1), date(year + 1, 4, 1))
        assert season.source


def test_a_year_of_the_file_is_known_from_then_on(tmp_path: Path) -> None:
    calendar = read_calendar(written(tmp_path, YEAR))
    assert not calendar.is_workday(date(2027, 10, 4))
    assert calendar.is_workday(date(2027, 10, 13))


@pytest.mark.parametrize(
    ("old", "new", "place", "remedy"),
    [
        ("kind: rest", "kind: holiday", "workdays.yaml:5: years.0.days.0.kind", "'workday' or 'rest'"),
        ("2027-10-01", "2027-10-32", "workdays.yaml:5", "day is out of range for month"),
        ("2027-10-02", "2027-10-01", "workdays.yaml:4: years.0.days", "listed twice"),
        ("2027-10-03", "2026-10-03", "workdays.yaml:2: years.0", "move it to the year"),
        ("source: a notice", "sauce: a notice", "workdays.yaml:3: years.0.sauce", "Extra inputs"),
    ],
)
def test_a_mistake_is_named_with_line_field_and_remedy(
    tmp_path: Path, old: str, new: str, place: str, remedy: str
) -> None:
    assert old in YEAR
    with pytest.raises(FileMistakesError) as caught:
        read_calendar(written(tmp_path, YEAR.replace(old, new, 1)))
    assert f"{place}: " in str(caught.value)
    assert remedy in str(caught.value)


def test_a_year_half_written_is_refused(tmp_path: Path) -> None:
    half = YEAR.replace("kind: rest", "kind: workday", 4)
    with pytest.raises(FileMistakesError, match="list every day of each holiday"):
        read_calendar(written(tmp_path, half))


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        ("end: 2020-04-01", "end: 2019-04-01", "first day without heating"),
        ("begin: 2020-11-01, end: 2021-04-01", "begin: 2020-03-31, end: 2020-04-15", "without overlap"),
        ("code: ningxia-mountain", "code: yinchuan", "put its seasons together"),
    ],
)
def test_seasons_that_cannot_be_are_refused(tmp_path: Path, old: str, new: str, remedy: str) -> None:
    assert old in HEATING
    folder = written(tmp_path, heating=HEATING.replace(old, new, 1))
    with pytest.raises(FileMistakesError, match=remedy):
        read_calendar(folder)


def test_a_folder_without_the_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"workdays\.yaml cannot be read"):
        read_calendar(tmp_path)
