from pathlib import Path

import pytest

from models.errors import ConfigError
from simulators.credentials import password_lookup, read_passwords


def test_passwords_are_read_as_csv_quotes_them(tmp_path: Path) -> None:
    file = tmp_path / "credentials.csv"
    file.write_text('user,password\nmeter-1,abc\nmeter-2,"a,""b"\n')
    assert read_passwords(file) == {"meter-1": "abc", "meter-2": 'a,"b'}


def test_a_missing_device_names_the_file_and_the_remedy(tmp_path: Path) -> None:
    file = tmp_path / "credentials.csv"
    file.write_text("user,password\nmeter-1,abc\n")
    with pytest.raises(ConfigError, match=r"credentials\.csv.*meter-9.*guanjia broker init"):
        password_lookup(file)("meter-9")


def test_a_missing_file_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nothing\.csv.*guanjia broker init"):
        read_passwords(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    ("text", "place"),
    [("meter-1,abc\n", "csv:1:"), ("", "csv:1:"), ("user,password\na,b\nc,secret,d\n", "csv:3:")],
)
def test_a_wrong_line_is_named_and_its_password_is_not_shown(tmp_path: Path, text: str, place: str) -> None:
    file = tmp_path / "credentials.csv"
    file.write_text(text)
    with pytest.raises(ConfigError, match=place) as refusal:
        read_passwords(file)
    assert "secret" not in str(refusal.value)
