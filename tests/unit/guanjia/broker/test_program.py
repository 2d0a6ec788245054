from pathlib import Path

import pytest

from guanjia.broker.program import Program, download, package_names
from models.errors import ComponentMissingError


def test_packages_are_read_from_what_apt_prints() -> None:
    printed = (
        "'http://a/pool/libc/libcjson1_1.7.15-1%2bdeb12u4_amd64.deb' libcjson1_1.7.15-1+deb12u4_amd64.deb"
        " 23180 MD5Sum:5b21\n"
        "'http://a/pool/l/libstdc++6_12.2.0-14_amd64.deb' libstdc++6_12.2.0-14_amd64.deb 6100 SHA256:77\n"
    )
    assert package_names(printed) == ["libcjson1", "libstdc++6"]


def test_its_libraries_come_before_those_that_were_asked_for() -> None:
    program = Program(Path("/demo/mosquitto"), (Path("/demo/lib"),))
    assert program.environment({"LD_LIBRARY_PATH": "/own"})["LD_LIBRARY_PATH"] == "/demo/lib:/own"
    assert program.environment({})["LD_LIBRARY_PATH"] == "/demo/lib"
    assert "LD_LIBRARY_PATH" not in Program(Path("/usr/sbin/mosquitto")).environment({})


def test_without_apt_the_error_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ComponentMissingError, match="sudo apt-get install -y mosquitto"):
        download(tmp_path / "program")
