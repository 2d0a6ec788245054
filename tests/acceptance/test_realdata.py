"""Real files through the whole pipeline: replayed over MQTT, summed by the database, compared with the file.

What the file says is computed here with pandas alone, without any code of ours.
"""

import subprocess
import sys
import time
from collections.abc import Generator
from pathlib import Path

import orjson
import pandas as pd
import pytest

from guanjia.demo.folder import DemoFolder
from guanjia.demo.processes import Processes
from guanjia.demo.stack import Stack
from storage.rejections import account
from tests.conftest import ROOT

_CONFIG = ROOT / "config" / "replay"
_FILES = {
    "bdg2_irrigation": "bdg2_irrigation_hourly.csv.gz",
    "uci_steel": "uci_steel_15min.csv.gz",
    "weusedto_wholehouse": "weusedto_wholehouse_10s.csv.gz",
    "weusedto_washbasin": "weusedto_washbasin_1s_part.csv.gz",
    "visnjan_car": "around-visnjan-with-car.gpx",
}
_SECONDS = 200


@pytest.fixture
def stack(tmp_path: Path) -> Generator[Stack]:
    """A database and a broker that know the devices of the replay maps, and a worker that listens."""
    folder = DemoFolder(tmp_path / "stack")
    stack, processes = Stack(folder), Processes(folder.logs)
    sites = sorted((_CONFIG / "sites").glob("*.yaml"))
    try:
        stack.start_database(processes)
        stack.start_broker(processes, sites)
        stack.apply_registry(sites)
        processes.start("ingest", ["ingest"], stack.environment("guanjia_ingest"))
        yield stack
    finally:
        processes.close_services()
        stack.stop(processes)
        processes.close()


def _guanjia(stack: Stack, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "guanjia", *arguments],
        env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", **stack.environment()},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _replay(stack: Stack, realdata: Path, name: str) -> dict[str, int]:
    """Replay one file and wait until every reading of it is accounted for."""
    summary = stack.folder.root / f"{name}.json"
    map_file = _CONFIG / f"{name}.yaml"
    with stack.connect() as connection:
        before = account(connection).accounted
    _guanjia(stack, "replay", str(realdata / _FILES[name]), "--map", str(map_file), "--summary", str(summary))
    published = orjson.loads(summary.read_bytes())
    deadline = time.monotonic() + _SECONDS
    with stack.connect() as connection:
        while account(connection).accounted < before + published["published"]:
            assert time.monotonic() < deadline, (published, account(connection))
            time.sleep(0.2)
        assert account(connection).accounted == before + published["published"]
    return published


def _days(stack: Stack) -> pd.DataFrame:
    """Daily sums of every meter as the database has them: rows days, columns meters, in the meter's unit."""
    _guanjia(stack, "analytics", "--once")
    with stack.connect() as connection:
        rows = connection.execute("SELECT day, meter, amount FROM analytics.daily").fetchall()
    frame = pd.DataFrame(rows, columns=["day", "meter", "amount"])
    return frame.pivot_table(index="day", columns="meter", values="amount", aggfunc="sum")


@pytest.mark.timeout(300)
def test_irrigation_meters_sum_to_the_file_on_every_day_without_a_gap(stack: Stack, realdata: Path) -> None:
    _replay(stack, realdata, "bdg2_irrigation")
    file = pd.read_csv(realdata / _FILES["bdg2_irrigation"])
    by_day = file.groupby(pd.to_datetime(file.pop("timestamp")).dt.date)
    complete = by_day.count() == 24
    expected = (by_day.sum() / 1000.0).where(complete)
    seen = _days(stack)
    assert len(file.columns) == 37
    compared = 0
    for column in file.columns:
        meter = f"bdg2-{column.removeprefix('Panther_')}"
        days = expected[column].dropna()
        assert (seen[meter].reindex(days.index) - days).abs().max() < 1e-6, meter
        compared += len(days)
    assert compared > 15_000


@pytest.mark.timeout(300)
def test_the_steel_plant_sums_to_the_file_with_midnight_on_the_right_day(
    stack: Stack, realdata: Path
) -> None:
    _replay(stack, realdata, "uci_steel")
    file = pd.read_csv(realdata / _FILES["uci_steel"])
    # the file holds whole days of 96 quarter hours in order; the stamp of each day's last row is the trap
    day_number = pd.Series(range(len(file))) // 96
    assert len(file) == 365 * 96
    seen = _days(stack)
    columns = {
        "uci-steel-main.energy_kwh": "Usage_kWh",
        "uci-steel-main.reactive_kvarh": "Lagging_Current_Reactive.Power_kVarh",
        "uci-steel-main.reactive_leading_kvarh": "Leading_Current_Reactive_Power_kVarh",
    }
    for meter, column in columns.items():
        expected = file[column].groupby(day_number).sum()
        assert len(seen[meter].dropna()) == 365, meter
        assert (seen[meter].to_numpy() - expected.to_numpy()).__abs__().max() < 1e-6, meter


@pytest.mark.timeout(300)
def test_faults_of_real_sensors_are_refused_with_reasons_and_the_rest_is_stored(
    stack: Stack, realdata: Path
) -> None:
    for name in ("weusedto_wholehouse", "weusedto_washbasin", "visnjan_car"):
        _replay(stack, realdata, name)
    with stack.connect() as connection:
        found = account(connection)
    assert found.rejected == {"out_of_range": 1_126 + 1_153, "too_old": 1}
    assert found.stored == (18_895 - 1_126 - 1_153) + (40_000 - 1) + 104


@pytest.mark.parametrize("name", list(_FILES))
def test_the_registered_site_of_a_map_is_what_the_map_prints(realdata: Path, name: str) -> None:
    arguments = [
        "replay",
        str(realdata / _FILES[name]),
        "--map",
        str(_CONFIG / f"{name}.yaml"),
        "--print-site",
    ]
    printed = subprocess.run(
        [sys.executable, "-m", "guanjia", *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert printed.stdout == (_CONFIG / "sites" / f"{name}.yaml").read_text("utf-8")
