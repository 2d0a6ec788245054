from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML

from guanjia.channel_files import read_channels
from guanjia.commands.init import command
from models.errors import ConfigError

COMPOSE = Path(__file__).parents[4] / "docker-compose.yml"


def run(root: Path) -> Result:
    return CliRunner().invoke(command, ["--dir", str(root)], catch_exceptions=False)


def test_it_writes_every_secret_that_compose_wants_of_it(tmp_path: Path) -> None:
    run(tmp_path)
    declared = YAML(typ="safe", pure=True).load(COMPOSE.read_text(encoding="utf-8"))["secrets"].values()
    wanted = {entry["file"] for entry in declared if entry["file"].startswith("./secrets/")}
    written = {f"./secrets/{path.name}" for path in (tmp_path / "secrets").glob("[!.]*")}
    assert written == wanted


def test_every_password_is_random_and_none_is_in_the_environment_file(tmp_path: Path) -> None:
    run(tmp_path)
    passwords = [path.read_text(encoding="utf-8") for path in (tmp_path / "secrets").glob("guanjia_*")]
    assert len(set(passwords)) == len(passwords) == 6
    environment = (tmp_path / ".env").read_text(encoding="utf-8")
    assert not any(password in environment for password in passwords)
    assert all(len(password) >= 43 for password in passwords)


def test_nobody_else_on_this_machine_can_read_them(tmp_path: Path) -> None:
    run(tmp_path)
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


def test_a_second_run_says_what_is_there_and_writes_nothing(tmp_path: Path) -> None:
    run(tmp_path)
    secret = tmp_path / "secrets" / "database_owner.password"
    before = secret.read_bytes()
    with pytest.raises(ConfigError, match=r"\.env, .*database_owner\.password.* nothing was written"):
        run(tmp_path)
    assert secret.read_bytes() == before


def test_one_file_that_exists_stops_it_before_the_first_is_written(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MINE=1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"\.env exist"):
        run(tmp_path)
    assert not (tmp_path / "secrets").exists()
    assert (tmp_path / ".env").read_text(encoding="utf-8") == "MINE=1\n"


def test_it_ends_with_what_to_do_next(tmp_path: Path) -> None:
    output = run(tmp_path).output
    assert "guanjia broker init --tls" in output
    assert "docker compose up -d" in output


def test_the_file_of_channels_says_how_and_has_none(tmp_path: Path) -> None:
    run(tmp_path)
    channels = tmp_path / "secrets" / "channels.yaml"
    assert "ops-wecom: wecombot://KEY" in channels.read_text("utf-8")
    channels.chmod(0o600)
    assert read_channels(channels) == {}
