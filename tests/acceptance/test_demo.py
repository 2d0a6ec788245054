"""The README's promise: one command from simulated meters to the mail, and nothing left when it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import orjson
import pytest

_SECONDS = 240


def _demo(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "guanjia", "demo", "--folder", str(folder), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _processes_in(folder: Path) -> list[str]:
    """Command lines of all processes that name the demo's folder or work in it."""
    found: list[str] = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            inside = (entry / "cwd").readlink().is_relative_to(folder)
        except OSError:
            continue
        if inside or str(folder) in line:
            found.append(line)
    return found


def _await(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _SECONDS
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


@pytest.mark.timeout(400)
def test_the_demo_accounts_for_every_reading_and_mails_the_over_use(tmp_path: Path) -> None:
    summary = tmp_path / "out.json"
    demo = _demo(tmp_path / "demo", "--duration", "25s", "--days", "12", "--summary", str(summary))
    output, _ = demo.communicate(timeout=_SECONDS)
    assert demo.returncode == 0, output
    figures = orjson.loads(summary.read_bytes())
    assert figures["published"] == figures["stored"] + sum(figures["rejected"].values())
    assert figures["published"] > 300_000
    assert set(figures["rejected"]) == {"future", "too_old", "out_of_range", "unknown_quantity"}
    assert figures["devices"] == 88
    assert figures["meters"] == 65
    assert figures["duplicates"] > 0
    assert figures["malformed"] > 0
    # water, energy and carbon of the year, the season and one or two months
    assert figures["indicators"] > 20
    assert (figures["alerts"], figures["mails"]) == (1, 1)
    assert _processes_in(tmp_path / "demo") == []

    (mail,) = (tmp_path / "demo" / "mail").glob("*.eml")
    message = message_from_bytes(mail.read_bytes(), policy=policy.default)
    assert "超定额" in message["Subject"]
    assert "机关事务管理局" in message["Subject"]
    plain = message.get_body(("plain",))
    assert plain is not None
    assert "DB37/T 4452-2021" in plain.get_content()


@pytest.mark.timeout(400)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_demo_that_is_ended_leaves_nothing_running(tmp_path: Path, number: signal.Signals) -> None:
    folder = tmp_path / "demo"
    demo = _demo(folder, "--days", "1", "--scenario", "clean")
    _await(
        lambda: demo.poll() is not None or (folder / "simulated" / "truth.parquet").exists(), "it never began"
    )
    assert len(_processes_in(folder)) > 3
    demo.send_signal(number)
    output, _ = demo.communicate(timeout=_SECONDS)
    _await(lambda: not _processes_in(folder), f"left running: {_processes_in(folder)}\n{output}")
    assert not (folder / "env").exists() or number is signal.SIGKILL
