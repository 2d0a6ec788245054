import csv
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from tests.integration.simulators.mosquitto import PASSWORDS, RunningBroker, Watcher, until

Watch = Callable[[str], Watcher]
MAP = """\
site: {code: site, name: s, timezone: Asia/Shanghai, institution: unit}
institution: {code: unit, name: u, type: unit}
equipment: {kind: water_meter, medium: water, installed_at: "2020-01-01T00:00:00Z"}
table:
  time: {column: t, format: "%Y-%m-%d %H:%M", zone: Asia/Shanghai}
  interval_minutes: 60
  columns:
    - {column: "*_l", device: "*", quantity: volume_m3, cell: interval, stamped: start, multiplier: 0.001}
"""
ROWS = "t,a_l,b_l\n2026-01-01 00:00,1000,10\n2026-01-01 01:00,2000,\n2026-01-01 02:00,,30\n"


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("replay")
    (folder / "map.yaml").write_text(MAP, encoding="utf-8")
    (folder / "rows.csv").write_text(ROWS)
    with (folder / "credentials.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("user", "password"), *PASSWORDS.items()])
    return folder


def command(folder: Path, *arguments: str) -> list[str]:
    program = [sys.executable, "-m", "guanjia", "replay", str(folder / "rows.csv")]
    return [*program, "--map", str(folder / "map.yaml"), *arguments]


def environment(broker: RunningBroker, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "GUANJIA_MQTT_URL": f"mqtt://127.0.0.1:{broker.port}",
        "GUANJIA_CREDENTIALS": str(folder / "credentials.csv"),
    }


def run(broker: RunningBroker, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(folder, *arguments),
        env=environment(broker, folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_file_is_published_and_summed_up(broker: RunningBroker, watch: Watch, folder: Path) -> None:
    broker.start()
    watcher = watch("v1/+/+/telemetry")

    ended = run(broker, folder, "--summary", str(folder / "out.json"))

    assert ended.returncode == 0, ended.stderr
    until(lambda: len(watcher.received) == 2, "an array for each device")
    arrays = {topic: orjson.loads(payload) for topic, payload in watcher.received}
    midnight = 1767196800000
    assert arrays["v1/site/a/telemetry"] == [
        {"at": midnight, "values": {"volume_m3": 0.0}},
        {"at": midnight + 3_600_000, "values": {"volume_m3": 1.0}},
        {"at": midnight + 7_200_000, "values": {"volume_m3": 3.0}},
    ]
    summary = orjson.loads((folder / "out.json").read_bytes())
    assert summary.pop("seconds") >= 0
    assert summary == {
        "published": 6,
        "messages": 2,
        "duplicates": 0,
        "malformed": 0,
        "rows": 3,
        "devices": 2,
        "gaps": 2,
        "impossible": 0,
        "acknowledged": 2,
        "resent": 0,
        "refused": {},
    }


def test_a_period_is_read_in_the_site_s_time(broker: RunningBroker, watch: Watch, folder: Path) -> None:
    broker.start()
    watch("v1/+/+/telemetry")
    period = ("--from", "2026-01-01T01:00", "--to", "2026-01-01T02:00")
    assert run(broker, folder, *period, "--summary", str(folder / "out.json")).returncode == 0
    assert orjson.loads((folder / "out.json").read_bytes())["rows"] == 1


def test_a_device_without_a_password_is_named_before_anything_is_sent(
    broker: RunningBroker, folder: Path
) -> None:
    broker.start()
    (folder / "credentials.csv").write_text("user,password\na,secret-a\n")
    ended = run(broker, folder)
    assert ended.returncode == 1
    assert "no password for device 'b'" in ended.stderr
    assert "guanjia broker init" in ended.stderr


def test_a_broker_that_does_not_answer_is_an_error_at_once(broker: RunningBroker, folder: Path) -> None:
    ended = run(broker, folder)
    assert ended.returncode == 1
    assert f"no broker answers at 127.0.0.1:{broker.port}" in ended.stderr


def test_a_period_without_rows_is_an_error(broker: RunningBroker, folder: Path) -> None:
    broker.start()
    ended = run(broker, folder, "--from", "2030-01-01")
    assert ended.returncode == 1
    assert "none of the 0 rows" in ended.stderr


def test_the_site_of_a_map_is_printed_without_a_broker(broker: RunningBroker, folder: Path) -> None:
    ended = run(broker, folder, "--print-site")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("site:\n  code: site\n")


def replaying(broker: RunningBroker, folder: Path) -> subprocess.Popen[bytes]:
    """Replay in real time: the second row is due after an hour."""
    return subprocess.Popen(
        command(folder, "--speed", "1"), env=environment(broker, folder), stderr=subprocess.DEVNULL
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_a_replay_in_order(
    broker: RunningBroker, watch: Watch, folder: Path, number: signal.Signals
) -> None:
    broker.start()
    statuses = watch("v1/+/+/status")
    watch("v1/+/+/telemetry")
    process = replaying(broker, folder)
    until(lambda: len(statuses.received) == 2, "two devices online")
    process.send_signal(number)
    assert process.wait(60) == 0
    until(lambda: len(statuses.received) == 4, "two devices offline")
    assert all(b'"at"' in payload for payload in statuses.payloads())


def test_a_device_that_dies_is_declared_offline_by_its_last_will(
    broker: RunningBroker, watch: Watch, folder: Path
) -> None:
    broker.start()
    statuses = watch("v1/+/+/status")
    watch("v1/+/+/telemetry")
    process = replaying(broker, folder)
    until(lambda: len(statuses.received) == 2, "two devices online")
    process.kill()
    process.wait()
    until(lambda: len(statuses.received) == 4, "two last wills")
    assert [orjson.loads(payload) for payload in statuses.payloads()[2:]] == [{"state": "offline"}] * 2
