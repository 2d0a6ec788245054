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


def test_a_service_of_ones_own_gets_no_secret_of_the_demo(tmp_path: Path) -> None:
    file = tmp_path / "env"
    lent = {
        "GUANJIA_DATABASE_URL": "postgresql://guanjia_owner@127.0.0.1:5/guanjia",
        "GUANJIA_DATABASE_PASSWORD_FILE": "/demo/password",
        "GUANJIA_MQTT_URL": "mqtt://127.0.0.1:4711",
        "GUANJIA_MQTT_USER": "ingest",
        "GUANJIA_MQTT_PASSWORD_FILE": "/demo/ingest",
        "GUANJIA_CREDENTIALS": "/demo/credentials.csv",
    }
    lines = [f"{DEMO_PID}={os.getpid()}", *(f"{name}={value}" for name, value in lent.items())]
    file.write_text("\n".join(lines), "utf-8")
    mine = {
        "GUANJIA_DATABASE_URL": "postgresql://me:secret@127.0.0.1/mine",
        "GUANJIA_MQTT_URL": "mqtt://mine",
    }
    environment = dict(mine)
    join_local_stack(environment, file)
    assert environment == mine | {DEMO_PID: str(os.getpid())}


def test_a_demo_that_was_killed_lends_nothing(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    join_local_stack(environment, _written(tmp_path, 2**22 + 1))
    assert environment == {}


def test_without_a_demo_nothing_is_added(tmp_path: Path) -> None:
    environment: dict[str, str] = {}
    join_local_stack(environment, tmp_path / "env")
    assert environment == {}
