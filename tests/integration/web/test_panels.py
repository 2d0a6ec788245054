"""The SQL of every panel, with the rights of a reader."""

from datetime import UTC, datetime, timedelta

import pytest

from dashboards import panels
from dashboards.panel import Chart, Panel, Row
from dashboards.panels import PANELS
from models.registry import Language
from storage.reader import Reader
from tests.integration.database import Database
from tests.integration.web.house import House, build, tell_statistics

NEEDED = {
    Chart.STACKED: {"label", "series", "value", "coverage"},
    Chart.PAIRED: {"label", "series", "value", "coverage"},
    Chart.PLACES: {"lon", "lat", "state"},
    Chart.PROGRESS: {
        "institution",
        "used_share",
        "due_share",
        "ratio",
        "quota_status",
        "projected",
        "coverage",
    },
}


@pytest.fixture
def house(database: Database) -> House:
    with database.connect() as connection:
        return build(connection)


def rows(reader: Reader, panel: Panel, now: datetime, language: Language = Language.EN) -> list[Row]:
    return reader.rows(panel.query, panel.parameters(now, language.value))


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_an_empty_database_gives_no_rows_or_no_figures(panel: Panel, reader: Reader) -> None:
    found = rows(reader, panel, datetime.now(UTC))
    if panel.chart is Chart.NUMBERS:
        assert not any(found[0].values())
    else:
        assert found == []


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.name)
def test_a_house_gives_every_panel_the_columns_it_draws(
    panel: Panel, language: Language, reader: Reader
) -> None:
    found = rows(reader, panel, datetime.now(UTC), language)
    declared = {column.name for column in panel.columns} | {column.beside_of for column in panel.columns}
    assert found
    assert (declared - {""}) | NEEDED.get(panel.chart, set()) <= set(found[0])


def test_today_adds_up_the_main_meters_of_the_site_s_own_day(house: House, reader: Reader) -> None:
    (row,) = rows(reader, panels.TODAY, house.now)
    assert (row["water"], row["water_yesterday"]) == (2.5, 15.5)
    assert (row["electricity"], row["electricity_yesterday"]) == (30.0, 100.0)
    assert (row["firing"], row["reporting"], row["devices"]) == (1, 6, 7)
    assert (row["moving"], row["vehicles"]) == (1, 2)


def test_days_before_the_last_35_are_left_out(house: House, reader: Reader) -> None:
    found = rows(reader, panels.WATER_BY_DAY, house.now)
    assert [(row["label"], row["value"]) for row in found] == [
        (house.today - timedelta(days=1), 15.5),
        (house.today, 2.5),
    ]
    assert [round(row["coverage"], 2) for row in found] == [1.0, 0.3]


def test_zones_are_named_in_the_reader_s_language(house: House, reader: Reader) -> None:
    english = rows(reader, panels.WATER_BY_ZONE, house.now)
    assert [(row["label"], row["series"], row["value"]) for row in english] == [
        ("East wing", "yesterday", 8.0),
        ("East wing", "today", 1.0),
    ]
    chinese = rows(reader, panels.WATER_BY_ZONE, house.now, Language.ZH_CN)
    assert {row["label"] for row in chinese} == {"东楼"}


def test_electricity_is_split_by_sub_item(house: House, reader: Reader) -> None:
    found = rows(reader, panels.ELECTRICITY_BY_ITEM, house.now)
    assert [(row["series"], row["value"]) for row in found] == [("hvac", 40.0), ("hvac", 12.0)]


def test_progress_carries_the_quota_with_its_source_and_status(house: House, reader: Reader) -> None:
    (row,) = rows(reader, panels.WATER_PER_PERSON, house.now)
    assert (row["used_share"], row["due_share"], row["ratio"]) == (0.25, 0.1, 2.5)
    assert (row["projected"], row["quota_value"], row["quota_unit"]) == (62.5, 25.0, "m3/(person·a)")
    assert (row["quota_tier"], row["quota_source"], row["quota_status"]) == (
        "general value", "DB 1", "single_source",
    )  # fmt: skip
    assert row["coverage"] == pytest.approx(0.98)


def test_only_alerts_that_matter_are_listed_with_their_mail(house: House, reader: Reader) -> None:
    (row,) = rows(reader, panels.ALERTS, house.now)
    assert (row["state"], row["institution"], row["subject"]) == ("firing", "Office", "water_per_person")
    assert row["over_share"] == pytest.approx(1.5)
    assert row["sent_at"] == house.now - timedelta(hours=4)


def test_a_vehicle_is_where_its_newest_fix_is(house: House, reader: Reader) -> None:
    found = rows(reader, panels.VEHICLES, house.now)
    assert [(row["plate"], row["state"], row["speed_kmh"]) for row in found] == [
        ("宁A00001", "moving", 43.0),
        ("宁A00002", "silent", 0.0),
    ]


def test_a_device_is_silent_after_three_of_its_intervals(house: House, reader: Reader) -> None:
    (row,) = rows(reader, panels.SILENT_DEVICES, house.now)
    assert (row["device"], row["connection"], row["place"]) == ("b2", "offline", "East wing")
    assert row["last_at"] == house.now - timedelta(hours=2)
    later = rows(reader, panels.SILENT_DEVICES, house.now + timedelta(hours=1))
    assert len(later) == 7


def test_refusals_of_the_last_month_are_counted_by_reason(house: House, reader: Reader) -> None:
    found = rows(reader, panels.REJECTED, house.now)
    assert [(row["label"], row["value"]) for row in found] == [("future", 2), ("not_json", 1)]


def test_a_replayed_message_no_longer_waits(house: House, reader: Reader, database: Database) -> None:
    with database.connect() as connection:
        connection.execute("UPDATE rejected_message SET replayed_at = now() WHERE reason = 'not_json'")
    assert [row["label"] for row in rows(reader, panels.REJECTED, house.now)] == ["future"]
    (pipeline,) = rows(reader, panels.PIPELINE, house.now)
    assert (pipeline["rejected"], pipeline["replayed"]) == (3, 1)


def test_the_pipeline_counts_what_is_stored(house: House, reader: Reader) -> None:
    (row,) = rows(reader, panels.PIPELINE, house.now)
    assert (row["readings"], row["fixes"]) == (5, 3)


def test_the_rise_of_the_counter_is_what_was_inserted(
    house: House, reader: Reader, database: Database
) -> None:
    (before,) = rows(reader, panels.PIPELINE, house.now)
    with database.connect() as connection:
        connection.execute(
            "INSERT INTO reading SELECT 1, 2, %s - make_interval(secs => n), 1.0, now()"
            " FROM generate_series(1, 250) AS n",
            [house.now],
        )
        tell_statistics(connection)
    (after,) = rows(reader, panels.PIPELINE, house.now)
    assert after["inserted"] - before["inserted"] == 250


def test_past_a_million_rows_are_estimated_and_not_counted(
    house: House, reader: Reader, database: Database
) -> None:
    with database.connect() as connection:
        connection.execute("ANALYZE reading")
        # as if the planner had seen twelve million rows on the one page there is
        connection.execute(
            "UPDATE pg_class SET reltuples = 12e6, relpages = 1 WHERE oid = 'reading'::regclass"
        )
    (row,) = rows(reader, panels.PIPELINE, house.now)
    assert row["readings"] == 12_000_000
