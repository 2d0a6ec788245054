import csv
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pyarrow.parquet as pq
import pytest

from simulators.messages import Message, Tally
from tests.integration.simulators.mosquitto import PASSWORDS, RunningBroker, Watcher, until
from tests.unit.simulators.recount import recount

Watch = Callable[[], Watcher]

SITE = """
site: {code: yard, name: 院, institution: office}
institutions: [{code: office, name: 局, type: government}]
places: [{code: house, name: 楼, kind: building, parent: yard}]
devices:
  - {code: a, kind: water_meter, place: house}
  - {code: b, kind: water_meter, place: house}
meters:
  - {code: a, name: 总表, quantity: volume_m3, medium: water, level: 1, place: house, installations: [
      {serial: a1, valid_from: 2026-01-01T00:00:00+08:00, start_register: 0, modulus: 10000}]}
  - {code: b, name: 分表, quantity: volume_m3, medium: water, level: 2, parent: a, place: house,
      installations: [{serial: b1, valid_from: 2026-01-01T00:00:00+08:00, start_register: 0, modulus: 10000}]}
"""
USE = "uses: [{meter: b, pattern: office, workday: 3, restday: 1}]\n"
SCENARIO = """
name: small
description: 小院
seed: 5
sites: [yard]
use: yard
leaks: [{meter: a, from_day: 1, m3_per_hour: 0.5}]
faults: {rates: {duplicate: 0.1, late: 0.1, zero: 0.02, broken_json: 0.02, conflict: 0.02, outage: 0.3}}
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    files = {"sites/yard": SITE, "scenarios/use/yard": USE, "scenarios/small": SCENARIO}
    for name, text in files.items():
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with (tmp_path / "credentials.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("user", "password"), *PASSWORDS.items()])
    return tmp_path / "scenarios" / "small.yaml"


def start(broker: RunningBroker, scenario: Path, *arguments: str) -> subprocess.Popen[bytes]:
    folder = scenario.parent.parent
    environment = {
        **os.environ,
        "GUANJIA_MQTT_URL": f"mqtt://127.0.0.1:{broker.port}",
        "GUANJIA_CREDENTIALS": str(folder / "credentials.csv"),
    }
    out = ("--out", str(folder / "out"), "--summary", str(folder / "summary.json"))
    return subprocess.Popen(
        [sys.executable, "-m", "guanjia", "simulate", str(scenario), *arguments, *out], env=environment
    )


def summary(scenario: Path) -> tuple[dict[str, object], Tally]:
    document = orjson.loads((scenario.parent.parent / "summary.json").read_bytes())
    counts = (document[name] for name in ("messages", "published", "duplicates", "malformed"))
    return document, Tally(*counts)


def received(watcher: Watcher) -> Tally:
    now = datetime.now(UTC)
    return recount(Message(now, topic, payload) for topic, payload in list(watcher.received)).tally


def test_the_summary_is_what_a_subscriber_counts(broker: RunningBroker, watch: Watch, scenario: Path) -> None:
    broker.start()
    watcher = watch()
    assert start(broker, scenario, "--from", "2026-04-01", "--days", "10").wait(120) == 0
    document, tally = summary(scenario)
    until(lambda: len(watcher.received) >= tally.messages, "every message of the summary")
    assert received(watcher) == tally
    assert tally.duplicates > 0 < tally.malformed
    assert document["delivered"] == tally.messages
    metadata = pq.read_metadata(scenario.parent.parent / "out" / "truth.parquet").metadata
    assert orjson.loads(metadata[b"tally"])["readings"] == tally.readings


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_live_run_that_is_stopped_counts_what_it_sent_and_tells_the_truth(
    broker: RunningBroker, watch: Watch, scenario: Path, number: signal.Signals
) -> None:
    broker.start()
    watcher = watch()
    process = start(broker, scenario, "--days", "3", "--live")
    # each of the two devices sends at least two days of backlog, whatever the hour and the outages
    until(lambda: len(watcher.received) >= 4, "the backlog")
    process.send_signal(number)
    assert process.wait(120) == 0
    _, tally = summary(scenario)
    until(lambda: len(watcher.received) >= tally.messages, "every message of the summary")
    assert received(watcher) == tally
    truth = pq.read_table(scenario.parent.parent / "out" / "truth.parquet").to_pylist()
    assert {row["subject"] for row in truth if row["kind"] == "hour"} == {"a", "b"}
    assert max(row["end"] for row in truth if row["kind"] == "hour") <= datetime.now(UTC)
    assert [row["amount"] for row in truth if row["kind"] == "leak"] == [0.5]
