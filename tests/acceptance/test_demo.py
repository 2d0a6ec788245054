"""The README's promise: one command from simulated meters to the mail, and nothing left when it ends."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import pytest

_SECONDS = 600


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


@pytest.mark.timeout(900)
def test_the_demo_accounts_for_every_reading_and_mails_what_is_the_matter(
    tmp_path: Path,
) -> None:
    summary, day_0 = tmp_path / "out.json", _day_0()
    demo = _demo(tmp_path / "demo", "--duration", "1s", "--days", "35", "--summary", str(summary))
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
    assert _processes_in(tmp_path / "demo") == []
    log = (tmp_path / "demo" / "logs" / "alerts.log").read_text("utf-8")
    told = [line for line in log.splitlines() if "to=firing" in line or "mail sent" in line]
    assert (figures["alerts"], figures["mails"]) == (3, 3), told
    mails = _mails(tmp_path / "demo" / "mail")
    quota, leak, allowance = (mails[word] for word in ("超定额", "夜间比下级表", "核定"))
    for message in (quota, leak, allowance):
        assert "机关事务管理局" in message["Subject"]
        assert [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert "DB37/T 4452-2021" in _text(quota)
    assert "综合办公楼 w2-a" in leak["Subject"]
    assert "约每天流失 144 m³" in leak["Subject"], "6 m3/h ran from day 20 on"
    assert f"自 {day_0 + timedelta(days=21)} 起" in leak["Subject"], "the night is named by its morning"
    assert "职工食堂 canteen" in allowance["Subject"]
    assert "核定 52 m³" in allowance["Subject"]
    passed = re.search(r"用完日期: (\S+)", _text(allowance))
    assert passed is not None
    assert abs(date.fromisoformat(passed[1]) - (day_0 + timedelta(days=25))) <= timedelta(days=1)


def _day_0() -> date:
    """Return the local day on which a demo begins that is started now."""
    return (datetime.now(UTC) - timedelta(days=35)).astimezone(ZoneInfo("Asia/Shanghai")).date()


def _mails(folder: Path) -> dict[str, EmailMessage]:
    """Return the mails that came, by a word of each subject."""
    found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in folder.glob("*.eml")]
    return {
        word: message
        for message in found
        for word in ("超定额", "夜间比下级表", "核定")
        if word in message["Subject"]
    }


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@pytest.mark.timeout(900)
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
