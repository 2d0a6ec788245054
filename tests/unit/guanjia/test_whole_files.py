from pathlib import Path

import pytest

from guanjia.whole_files import whole_file
from models.errors import ConfigError


def test_a_file_is_replaced_at_the_end_and_not_before(tmp_path: Path) -> None:
    file = tmp_path / "hours.csv"
    file.write_text("old", "utf-8")
    with whole_file(file) as partial:
        partial.write_text("new", "utf-8")
        assert file.read_text("utf-8") == "old"
    assert file.read_text("utf-8") == "new"
    assert list(tmp_path.iterdir()) == [file]


def test_a_failure_leaves_what_was_there_and_nothing_beside(tmp_path: Path) -> None:
    file = tmp_path / "hours.csv"
    file.write_text("old", "utf-8")
    with pytest.raises(ZeroDivisionError), whole_file(file) as partial:
        partial.write_text(str(1 / 0), "utf-8")
    assert file.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_keeps_leading_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "real.csv").touch()
    link = tmp_path / "link.csv"
    link.symlink_to("real.csv")
    with whole_file(link) as partial:
        partial.write_text("new", "utf-8")
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_text("utf-8") == "new"


def test_what_is_no_file_is_written_as_it_is() -> None:
    with whole_file(Path("/dev/null")) as partial:
        partial.write_text("gone", "utf-8")
    assert Path("/dev/null").is_char_device()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    told = r"hours\.csv cannot be written: No such file"
    with pytest.raises(ConfigError, match=told), whole_file(tmp_path / "gone" / "hours.csv") as partial:
        partial.touch()
