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
_SECONDS = 600


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


def _guanjia(stack: Stack, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "guanjia", *arguments],
        env={"PATH": "/usr/bin:/bin", **stack.environment()},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


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


def _hours(stack: Stack) -> pd.DataFrame:
    """Every hour of every meter as the database has it, by meter and the file's own clock."""
    with stack.connect() as connection:
        rows = connection.execute(
            "SELECT meter, hour AT TIME ZONE timezone, amount, coverage, reasons FROM analytics.hourly"
        ).fetchall()
    return pd.DataFrame(rows, columns=["meter", "hour", "amount", "coverage", "reasons"]).set_index(
        ["meter", "hour"]
    )


@pytest.mark.timeout(900)
def test_irrigation_meters_sum_to_the_file_and_every_gap_shows(stack: Stack, realdata: Path) -> None:
    _replay(stack, realdata, "bdg2_irrigation")
    days = _days(stack)
    hours = _hours(stack)
    file = pd.read_csv(realdata / _FILES["bdg2_irrigation"], index_col=0, parse_dates=True) / 1000
    assert len(file.columns) == 37
    assert int(file.isna().to_numpy().sum()) == 77_190
    gaps = compared = 0
    for column in file:
        meter = f"bdg2-{str(column).removeprefix('Panther_')}"
        cells, seen = file[column], hours[hours.index.get_level_values("meter") == meter].droplevel("meter")
        assert seen["amount"].sum() == pytest.approx(cells.sum(), abs=1e-6), meter
        gaps += _gaps_that_show(meter, cells, seen)
        compared += _whole_days_that_agree(meter, cells, days[meter])
    # the other 28,555 empty cells lie before a meter's first or after its last value
    assert gaps == 48_635
    assert compared > 15_000
    listed = _guanjia(stack, "aside", "list", "--lang", "en")
    assert listed == "nothing is set aside\n"


def _gaps_that_show(meter: str, cells: pd.Series, seen: pd.DataFrame) -> int:
    """Count the empty cells between a meter's first and last value; each is an hour that says it is a gap."""
    between = cells.loc[cells.first_valid_index() : cells.last_valid_index()]
    empty = seen.reindex(between.index[between.isna()])
    assert (empty["coverage"] < 1).all(), meter
    reasons: list[list[str]] = empty["reasons"].tolist()
    assert all({"gap", "similar_days"} & set(said) for said in reasons), meter
    return len(empty)


def _whole_days_that_agree(meter: str, cells: pd.Series, seen: pd.Series) -> int:
    """Count the days with all their cells and the one before; each has exactly the file's sum."""
    by_day = cells.groupby(pd.DatetimeIndex(cells.index).date)
    begins_after_a_value = (
        cells.notna().shift(1, fill_value=False).groupby(pd.DatetimeIndex(cells.index).date)
    )
    expected = by_day.sum()[(by_day.count() == 24) & begins_after_a_value.first()]
    assert (seen.reindex(expected.index) - expected).abs().max() < 1e-6, meter
    return len(expected)


@pytest.mark.timeout(900)
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


@pytest.mark.timeout(900)
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
