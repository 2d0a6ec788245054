import os
import ssl
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guanjia.commands.broker import command
from models.errors import ConfigError, FileMistakesError

SITE = """
site: {code: office, name: 机关, institution: bureau}
devices:
  - {code: w-1, kind: water_meter}
  - {code: w-2, kind: water_meter}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    path = tmp_path / "office.yaml"
    path.write_text(SITE, encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(each) for each in arguments], catch_exceptions=False)


def listener(root: Path) -> str:
    return (root / "run" / "conf.d" / "listener.conf").read_text(encoding="utf-8")


def test_without_tls_the_broker_listens_on_loopback_only(tmp_path: Path, site: Path) -> None:
    root = tmp_path / "broker"
    run("init", "--dir", root, "--site", site)
    assert listener(root) == "listener 1883 127.0.0.1\n"


def test_with_tls_no_listener_is_plain_and_devices_keep_to_their_own_client_id(
    tmp_path: Path, site: Path
) -> None:
    root = tmp_path / "broker"
    run("init", "--dir", root, "--site", site, "--tls")
    devices, workers = listener(root).strip().split("\n\n")
    assert devices.startswith("listener 8883\ncertfile certs/server.crt\nkeyfile ")
    assert devices.endswith("use_username_as_clientid true")
    assert workers.startswith("listener 8884\ncertfile certs/server.crt\nkeyfile ")
    assert "use_username_as_clientid" not in workers


@pytest.mark.parametrize("mode", ["--loopback", "--tls"])
def test_a_second_init_changes_nothing(tmp_path: Path, site: Path, mode: str) -> None:
    root = tmp_path / "broker"
    first = run("init", "--dir", root, "--site", site, mode)
    before = snapshot(root)
    second = run("init", "--dir", root, "--site", site, mode)
    assert "users: 5 new, 0 kept, 0 revoked" in first.output
    assert second.output == "users: 0 new, 5 kept, 0 revoked\n"
    assert snapshot(root) == before


def test_a_new_name_makes_a_new_certificate_under_the_same_authority(tmp_path: Path, site: Path) -> None:
    root = tmp_path / "broker"
    run("init", "--dir", root, "--site", site, "--tls")
    authority = (root / "ca" / "ca.crt").read_bytes()
    run("init", "--dir", root, "--site", site, "--tls", "--host", "mqtt.example.org", "--host", "10.1.2.3")
    assert (root / "ca" / "ca.crt").read_bytes() == authority
    certificate = ssl.PEM_cert_to_DER_cert(
        (root / "run" / "certs" / "server.crt").read_text(encoding="ascii")
    )
    for name in (b"mqtt.example.org", bytes([10, 1, 2, 3]), b"broker", b"localhost"):
        assert name in certificate


def test_the_authoritys_key_and_the_passwords_stay_out_of_the_brokers_sight(
    tmp_path: Path, site: Path
) -> None:
    root = tmp_path / "broker"
    run("init", "--dir", root, "--site", site, "--tls")
    seen = {path.name for path in (root / "run").rglob("*") if path.is_file()}
    assert seen == {
        "acl", "passwords", "listener.conf", "ca.crt", "server.crt", "server.key", "mosquitto_sub",
    }  # fmt: skip
    assert (root / "ca" / "ca.key").stat().st_mode & 0o777 == 0o600


def test_what_the_image_reads_belongs_to_a_user_it_can_run_as(tmp_path: Path, site: Path) -> None:
    root = tmp_path / "broker"
    run("init", "--dir", root, "--site", site, "--tls")
    run("sync", "--dir", root, "--site", site)
    # root's own files would be closed to the image's user, whom root therefore gives them to
    reader = 1883 if os.geteuid() == 0 else os.geteuid()
    assert {path.stat().st_uid for path in (root / "run").rglob("*")} == {reader}
    assert root.stat().st_uid == os.geteuid()


def test_sync_takes_the_access_of_devices_that_are_gone(tmp_path: Path, site: Path) -> None:
    root = tmp_path / "broker"
    run("init", "--dir", root, "--site", site)
    site.write_text(SITE.replace("w-2", "w-3"), encoding="utf-8")
    output = run("sync", "--dir", root, "--site", site).output
    assert "users: 1 new, 4 kept, 1 revoked (w-2)" in output
    assert "--signal HUP broker" in output


def test_sync_wants_a_folder_that_init_made(tmp_path: Path, site: Path) -> None:
    with pytest.raises(ConfigError, match="guanjia broker init --dir"):
        run("sync", "--dir", tmp_path / "none", "--site", site)


def test_a_mistake_in_a_site_file_is_named_with_its_field(tmp_path: Path, site: Path) -> None:
    site.write_text(SITE.replace("water_meter", "water_metre"), encoding="utf-8")
    with pytest.raises(FileMistakesError, match=r"office\.yaml:4: devices\.0\.kind: "):
        run("init", "--dir", tmp_path / "broker", "--site", site)


def test_a_site_file_that_is_no_yaml_is_named(tmp_path: Path, site: Path) -> None:
    site.write_text("site: [", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"office\.yaml:1: no YAML"):
        run("init", "--dir", tmp_path / "broker", "--site", site)


def snapshot(root: Path) -> dict[Path, tuple[bytes, int, int]]:
    files = [path for path in root.rglob("*") if path.is_file()]
    return {p: (p.read_bytes(), p.stat().st_mode, p.stat().st_mtime_ns) for p in files}
