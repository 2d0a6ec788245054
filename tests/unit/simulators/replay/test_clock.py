from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from models.errors import ConfigError
from simulators.replay.clock import NO_INSTANT, Clock
from simulators.replay.map import Midnight, TimeColumn


def instants(time: TimeColumn, *stamps: object) -> list[datetime | None]:
    read = Clock(time, "file.csv").instants(pd.Series(list(stamps)))
    return [None if at == NO_INSTANT else datetime.fromtimestamp(at / 1000, UTC) for at in read.tolist()]


def test_local_time_without_a_zone_is_the_map_s_zone() -> None:
    time = TimeColumn(column="t", format="%Y-%m-%d %H:%M", zone="Asia/Shanghai")
    assert instants(time, "2026-11-21 08:15") == [datetime(2026, 11, 21, 0, 15, tzinfo=UTC)]


def test_a_midnight_at_the_end_of_its_day_is_the_next_day_s_first_instant() -> None:
    time = TimeColumn(column="t", format="%d/%m/%Y %H:%M", zone="Asia/Seoul", midnight=Midnight.END_OF_DAY)
    read = instants(time, "31/12/2018 0:15", "31/12/2018 23:45", "31/12/2018 00:00")
    seoul = ZoneInfo("Asia/Seoul")
    assert read == [
        datetime(2018, 12, 31, 0, 15, tzinfo=seoul),
        datetime(2018, 12, 31, 23, 45, tzinfo=seoul),
        datetime(2019, 1, 1, tzinfo=seoul),
    ]


def test_a_midnight_as_written_begins_its_day() -> None:
    time = TimeColumn(column="t", format="%d/%m/%Y %H:%M", zone="Asia/Seoul")
    assert instants(time, "31/12/2018 00:00") == [datetime(2018, 12, 30, 15, tzinfo=UTC)]


@pytest.mark.parametrize(("form", "stamp"), [("epoch_s", 1595102726), ("epoch_ms", 1595102726000)])
def test_epochs_are_instants(form: str, stamp: int) -> None:
    time = TimeColumn(column="t", format=form)
    assert instants(time, stamp, 0) == [
        datetime(2020, 7, 18, 20, 5, 26, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
    ]


def test_iso_8601_carries_its_own_offset() -> None:
    time = TimeColumn(column="t", format="iso8601")
    assert instants(time, "2026-11-21T08:15:00+08:00", "2026-11-21T00:15:00Z") == [
        datetime(2026, 11, 21, 0, 15, tzinfo=UTC),
        datetime(2026, 11, 21, 0, 15, tzinfo=UTC),
    ]


@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M", "epoch_s"])
def test_a_stamp_that_cannot_be_read_is_no_instant(form: str) -> None:
    time = TimeColumn(column="t", format=form, zone="Asia/Shanghai")
    assert instants(time, "soon", None) == [None, None]


def test_the_hour_that_the_clock_shows_twice_is_summer_time_first() -> None:
    time = TimeColumn(column="t", format="%Y-%m-%d %H:%M", zone="Europe/Rome")
    stamps = ["2020-10-25 01:30", "2020-10-25 02:30", "2020-10-25 02:30", "2020-10-25 03:30"]
    assert instants(time, *stamps) == [
        datetime(2020, 10, 24, 23, 30, tzinfo=UTC),
        datetime(2020, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2020, 10, 25, 1, 30, tzinfo=UTC),
        datetime(2020, 10, 25, 2, 30, tzinfo=UTC),
    ]


def test_an_hour_that_the_zone_skips_is_an_error_with_its_remedy() -> None:
    time = TimeColumn(column="t", format="%Y-%m-%d %H:%M", zone="Europe/Rome")
    with pytest.raises(ConfigError, match=r"file\.csv: 2020-03-29 02:30.*Europe/Rome.*fixed offset"):
        instants(time, "2020-03-29 02:30")


def test_local_stamps_without_a_zone_are_a_mistake_of_the_map() -> None:
    with pytest.raises(ValueError, match="name the clock's zone"):
        TimeColumn(column="t", format="%Y-%m-%d %H:%M")
