"""The server of these tests: what is missing is named with the command that installs it; nothing is left."""

import re
from pathlib import Path

import psycopg
import pytest

from models.errors import ComponentMissingError
from tests.timescale.wasm import FOLDER, WasmTimescale


def test_without_nodejs_the_error_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ComponentMissingError, match="apt-get install nodejs npm"):
        WasmTimescale().__enter__()


def test_an_old_nodejs_is_named_with_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho v16.20.0\n", "utf-8")
    node.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ComponentMissingError, match=r"v16\.20\.0"):
        WasmTimescale().__enter__()


def test_a_stopped_server_answers_no_more() -> None:
    with WasmTimescale() as server:
        url = server.url
        psycopg.connect(url).close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=5)


def test_the_lock_file_names_no_registry() -> None:
    lock = (FOLDER / "package-lock.json").read_text("utf-8")
    assert '"integrity"' in lock
    assert re.findall(r"https?://", lock) == []
