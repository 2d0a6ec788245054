"""An export appears whole, or not at all."""

import errno
from pathlib import Path

import pytest

from guanjia.export.destination import whole
from models.errors import GuanjiaError


def written(out: Path, text: str, *, overwrite: bool = False) -> None:
    with whole(out, overwrite=overwrite) as path:
        path.write_text(text, "utf-8")


def failing(out: Path, error: Exception) -> None:
    with whole(out, overwrite=True) as path:
        path.write_text("half", "utf-8")
        raise error


def test_until_it_is_complete_there_is_nothing_under_its_name(tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    with whole(out, overwrite=False) as path:
        path.write_text("half", "utf-8")
        assert not out.exists()
    assert out.read_text("utf-8") == "half"
    assert list(tmp_path.iterdir()) == [out]


def test_one_that_fails_leaves_the_old_one_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    written(out, "old")
    with pytest.raises(GuanjiaError, match="no rows"):
        failing(out, GuanjiaError("no rows"))
    assert out.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_disk_that_refuses_is_named_and_the_old_one_stays(tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    written(out, "old")
    with pytest.raises(GuanjiaError, match=r"cannot write .*x\.csv: .*No space"):
        failing(out, OSError(errno.ENOSPC, "No space left on device"))
    assert out.read_text("utf-8") == "old"


def test_a_file_takes_the_place_of_a_folder_and_the_other_way_round(tmp_path: Path) -> None:
    out = tmp_path / "x"
    with whole(out, overwrite=False) as path:
        (path / "month=2026-11").mkdir(parents=True)
    written(out, "file", overwrite=True)
    assert out.read_text("utf-8") == "file"
    with whole(out, overwrite=True) as path:
        (path / "month=2026-12").mkdir(parents=True)
    assert [entry.name for entry in out.iterdir()] == ["month=2026-12"]
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(GuanjiaError, match="nowhere is no folder: make it first"):
        written(tmp_path / "nowhere" / "x.csv", "")


def test_what_a_killed_one_left_is_cleared_away(tmp_path: Path) -> None:
    left = tmp_path / ".x.csv.partial"
    (left / "old").mkdir(parents=True)
    (left / "x.csv").write_text("half", "utf-8")
    written(tmp_path / "x.csv", "whole")
    assert (tmp_path / "x.csv").read_text("utf-8") == "whole"
    assert not left.exists()


def test_the_folder_one_stands_in_is_never_replaced_when_anything_else_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "thesis.docx").touch()
    monkeypatch.chdir(tmp_path / "work")
    with pytest.raises(GuanjiaError, match=r"thesis\.docx"):
        written(Path(), "", overwrite=True)
