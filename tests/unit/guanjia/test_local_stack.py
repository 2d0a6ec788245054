"""Commands typed beside a running demo find it, and only while it runs."""

import os
from pathlib import Path

from guanjia.local_stack import DEMO_PID, join_local_stack


def _written(folder: Path, pid: int) -> Path:
    file = folder / "env"
    file.write_text(
        f"{DEMO_PID}={pid}\nGUANJIA_MQTT_URL=mqtt://127.0.0.1:4711\nGUANJIA_SMTP_URL=a=b\n", "utf-8"
    )
    return file


def test_the_running_demo_lends_its_settings(tmp_path: Path) -> None:
    environment = {"GUANJIA_SMTP_URL": "smtp://mine"}
    join_local_stack(environment, _written(tmp_path, os.getpid()))
    assert environment == {
        DEMO_PID: str(os.getpid()),
        "GUANJIA_SMTP_URL": "smtp://mine",
        "GUANJIA_MQTT_URL": "mqtt://127.0.0.1:4711",
    }


def test_a_demo_that_was_killed_lends_nothing(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    join_local_stack(environment, _written(tmp_path, 2**22 + 1))
    assert environment == {}


def test_without_a_demo_nothing_is_added(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    join_local_stack(environment, tmp_path / "env")
    assert environment == {}
