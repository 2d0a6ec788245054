"""The file of channels: what is refused, and that no message has a secret in it."""

import logging
import traceback
from pathlib import Path

import pytest

from guanjia.channel_files import read_channels
from models.errors import ConfigError

KEY = "aaaabbbbccccddddeeeeffff00001111"


def file(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "channels.yaml"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def test_no_file_is_no_channels() -> None:
    assert read_channels(None) == {}


def test_an_empty_file_is_no_channels(tmp_path: Path) -> None:
    assert read_channels(file(tmp_path, "# none yet\n")) == {}


def test_channels_are_known_by_name(tmp_path: Path) -> None:
    found = read_channels(file(tmp_path, f"ops-wecom: wecombot://{KEY}\nhook: json://127.0.0.1:1/{KEY}\n"))
    assert list(found) == ["ops-wecom", "hook"]
    assert KEY not in repr(found)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_may_read_is_refused_with_the_remedy(tmp_path: Path, mode: int) -> None:
    path = file(tmp_path, f"ops: wecombot://{KEY}\n", mode)
    with pytest.raises(ConfigError, match=f"chmod 600 {path}"):
        read_channels(path)


@pytest.mark.parametrize(
    "text",
    [
        f"- wecombot://{KEY}\n",
        f"ops: {{url: wecombot://{KEY}}}\n",
        f"mail: wecombot://{KEY}\n",
        f"7: wecombot://{KEY}\n",
        f"wecombot://{KEY}\n",
        f"ops: 'wecombot://{KEY}\n",
        f"ops: wecombot://{KEY}\nops: wecombot://{KEY}\n",
        f"\twecombot://{KEY}: [\n",
    ],
)
def test_what_is_no_map_of_names_and_urls_is_refused_without_the_secret(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"channels\.yaml.*wecombot://KEY") as caught:
        read_channels(file(tmp_path, text))
    assert KEY not in "".join(traceback.format_exception(caught.value))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read the channels .*none\.yaml"):
        read_channels(tmp_path / "none.yaml")


def test_a_url_that_nobody_knows_is_said_and_the_rest_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    found = read_channels(file(tmp_path, f"bad: nothing://{KEY}\nops: wecombot://{KEY}\n"))
    assert list(found) == ["ops"]
    assert "bad: Apprise does not know this URL" in caplog.text
    assert KEY not in caplog.text
