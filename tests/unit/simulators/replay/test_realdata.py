"""The maps of config/replay/ on the files they were written for, which the project does not contain."""

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import orjson
import pandas as pd
import pytest

from guanjia.yaml_model import read_model
from models.quantities import BY_NAME
from models.reports import EARLIEST
from simulators.messages import Tally
from simulators.replay.files import batches
from simulators.replay.map import ReplayMap
from simulators.replay.period import Period
from simulators.replay.publication import Publication

NOW = datetime(2026, 11, 21, tzinfo=UTC)
MAPS = Path(__file__).parents[4] / "config" / "replay"

Series = dict[tuple[str, str], dict[int, float]]


def sent(file: Path, name: str) -> tuple[Tally, Series]:
    """Return what a map publishes: values by device and quantity, by epoch milliseconds."""
    publication = Publication("site", NOW, in_arrays=True)
    series: Series = defaultdict(dict)
    messages = 0
    for message in publication.messages(
        batches(file, read_model(MAPS / f"{name}.yaml", ReplayMap), Period())
    ):
        messages += 1
        document = orjson.loads(message.payload)
        for report in document if isinstance(document, list) else [document]:
            for quantity, value in report.get("values", {}).items():
                series[message.topic.split("/")[2], quantity][report["at"]] = value
    return publication.tally(messages), series


def daily(readings: dict[int, float], zone: str) -> pd.Series:
    """Return a register's steps by the local day in which they end (24:00 is the day before)."""
    steps = pd.Series(readings).sort_index().diff().dropna()
    just_before = pd.DatetimeIndex(pd.to_datetime(steps.index - 1, unit="ms", utc=True))
    return steps.groupby(just_before.tz_convert(zone).date).sum()


def test_bdg2_registers_hold_each_meter_s_litres_and_nothing_for_empty_cells(realdata: Path) -> None:
    path = realdata / "bdg2_irrigation_hourly.csv.gz"
    file = pd.read_csv(path, index_col=0, parse_dates=True)
    tally, series = sent(path, "bdg2_irrigation")

    # 77,190 cells are empty; each of the 37 registers begins with its standing at the first interval's start
    assert tally.readings == 37 * 17_544 - 77_190 + 37
    assert len(series) == 37
    for column in file:
        read = series[f"bdg2-{str(column).removeprefix('Panther_')}", "volume_m3"]
        register = pd.Series(read).sort_index()
        cells = file[column].dropna()
        ends = (pd.DatetimeIndex(cells.index) + pd.Timedelta(hours=1)).tz_localize("Etc/GMT+5")
        np.testing.assert_array_equal(register.index[1:], ends.as_unit("ms").asi8)
        litres = (cells / 1000).cumsum()
        np.testing.assert_allclose(register.iloc[1:], litres, rtol=0, atol=1e-6)


def test_uci_steel_s_days_end_at_the_midnight_that_is_stamped_a_day_too_early(realdata: Path) -> None:
    path = realdata / "uci_steel_15min.csv.gz"
    file = pd.read_csv(path)
    written_on = pd.to_datetime(file["date"].str[:10], format="%d/%m/%Y").dt.date
    tally, series = sent(path, "uci_steel")

    for column, quantity in (
        ("Usage_kWh", "energy_kwh"),
        ("Lagging_Current_Reactive.Power_kVarh", "reactive_kvarh"),
        ("Leading_Current_Reactive_Power_kVarh", "reactive_leading_kvarh"),
    ):
        expected = file[column].groupby(written_on).sum()
        days = daily(series["uci-steel-main", quantity], "Asia/Seoul")
        assert list(days.index) == list(expected.index)
        assert days.to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-6)
    assert tally.readings == 5 * 35_040 + 3
    assert tally.duplicates == 0


def test_weusedto_s_faults_lie_outside_the_range_and_all_else_inside(realdata: Path) -> None:
    _, series = sent(realdata / "weusedto_wholehouse_10s.csv.gz", "weusedto_wholehouse")
    flow = BY_NAME["flow_m3h"]
    values = series["weusedto-wholehouse", "flow_m3h"].values()
    assert len(values) == 18_895
    assert sum(value < flow.low for value in values) == 1_126
    assert sum(value > flow.high for value in values) == 1_153
    assert sum(flow.low <= value < 0 for value in values) == 0


def test_weusedto_s_stamp_of_1970_is_sent_as_it_stands(realdata: Path) -> None:
    _, series = sent(realdata / "weusedto_washbasin_1s_part.csv.gz", "weusedto_washbasin")
    instants = list(series["weusedto-washbasin", "flow_m3h"])
    assert len(instants) == 40_000
    assert [at for at in instants if at < EARLIEST.timestamp() * 1000] == [0]


def test_the_car_s_track_is_sent_point_by_point(realdata: Path) -> None:
    tally, _ = sent(realdata / "around-visnjan-with-car.gpx", "visnjan_car")
    assert (tally.readings, tally.duplicates, tally.malformed) == (104, 0, 0)
