import itertools
from pathlib import Path

import pytest

from guanjia.broker.access import Clients, Service
from guanjia.broker.folder import BrokerFolder, grant, read_credentials
from guanjia.broker.secrets_source import SecretsSource
from models.errors import ConfigError

TWO = Clients(frozenset({"m-1", "m-2"}))


def counting() -> SecretsSource:
    numbers = itertools.count(1)
    return SecretsSource(lambda: f"password-{next(numbers)}", lambda: bytes([next(numbers)] * 12))


@pytest.fixture
def folder(tmp_path: Path) -> BrokerFolder:
    return BrokerFolder(tmp_path / "broker")


def test_everybody_gets_a_password_of_their_own(folder: BrokerFolder) -> None:
    granted = grant(folder, TWO, SecretsSource())
    credentials = read_credentials(folder)
    assert set(credentials) == {*Service, "m-1", "m-2"} == set(granted.created)
    assert len(set(credentials.values())) == 5
    assert all(len(password) >= 43 for password in credentials.values())


def test_no_password_stands_in_what_the_broker_sees(folder: BrokerFolder) -> None:
    grant(folder, TWO, SecretsSource())
    seen = "".join(path.read_text() for path in folder.run.rglob("*") if path.is_file())
    assert "m-1:$7$101$" in seen
    assert not any(password in seen for password in read_credentials(folder).values())


def test_granting_the_same_again_writes_nothing(folder: BrokerFolder) -> None:
    grant(folder, TWO, counting())
    before = snapshot(folder.root)
    granted = grant(folder, TWO, counting())
    assert granted.written == ()
    assert snapshot(folder.root) == before


def test_a_change_keeps_the_passwords_and_hashes_of_the_others(folder: BrokerFolder) -> None:
    grant(folder, TWO, SecretsSource())
    password, line = read_credentials(folder)["m-1"], hash_line(folder, "m-1")
    granted = grant(folder, Clients(frozenset({"m-1", "m-3"})), SecretsSource())
    assert (granted.created, granted.revoked) == (("m-3",), ("m-2",))
    assert read_credentials(folder)["m-1"] == password
    assert hash_line(folder, "m-1") == line
    assert "m-2" not in read_credentials(folder)


def test_secrets_are_for_their_owner_only(folder: BrokerFolder) -> None:
    grant(folder, TWO, SecretsSource())
    assert folder.root.stat().st_mode & 0o777 == 0o700
    assert folder.credentials.stat().st_mode & 0o777 == 0o600
    assert (folder.run / "passwords").stat().st_mode & 0o777 == 0o600


def test_forgetting_the_site_files_does_not_lock_every_device_out(folder: BrokerFolder) -> None:
    grant(folder, TWO, SecretsSource())
    before = snapshot(folder.root)
    with pytest.raises(ConfigError, match=r"2 devices .* --site"):
        grant(folder, Clients(), SecretsSource())
    assert snapshot(folder.root) == before


def test_a_spoilt_credentials_file_is_named(folder: BrokerFolder) -> None:
    grant(folder, TWO, SecretsSource())
    folder.credentials.write_text("m-1;secret\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"credentials\.csv: the first line"):
        grant(folder, TWO, SecretsSource())


def snapshot(root: Path) -> dict[Path, tuple[bytes, int, int]]:
    files = [path for path in root.rglob("*") if path.is_file()]
    return {p: (p.read_bytes(), p.stat().st_mode, p.stat().st_mtime_ns) for p in files}


def hash_line(folder: BrokerFolder, user: str) -> str:
    lines = (folder.run / "passwords").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith(f"{user}:"))
