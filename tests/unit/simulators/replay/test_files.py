import gzip
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from models.errors import ConfigError
from models.reports import MAX_PAYLOAD_BYTES
from simulators.messages import Message, Tally
from simulators.replay.files import batches, count_rows
from simulators.replay.map import ReplayMap
from simulators.replay.period import Period
from simulators.replay.publication import Publication

NOW = datetime(2026, 11, 21, tzinfo=UTC)
WHOLE = Period()
SITE = {"code": "site", "name": "s", "timezone": "UTC", "institution": "unit"}
INSTITUTION = {"code": "unit", "name": "u", "type": "unit"}
EQUIPMENT = {"kind": "water_meter", "medium": "water", "installed_at": "2020-01-01T00:00:00Z", "plate": "A-1"}
GAUGE = {"column": "flow", "device": "meter", "quantity": "flow_m3h", "cell": "as_is"}
STEPS = {
    "column": "m_*",
    "device": "meter-*",
    "quantity": "volume_m3",
    "cell": "interval",
    "stamped": "start",
}


def table_map(rule: Mapping[str, object], time: str = "%Y-%m-%d %H:%M") -> ReplayMap:
    return ReplayMap.model_validate(
        {
            "site": SITE,
            "institution": INSTITUTION,
            "equipment": EQUIPMENT,
            "table": {
                "time": {"column": "t", "format": time, "zone": "UTC"},
                "interval_minutes": 60,
                "columns": [rule],
            },
        }
    )


def published(
    path: Path, replay_map: ReplayMap, period: Period = WHOLE, *, in_arrays: bool = True
) -> tuple[Publication, list[Message]]:
    publication = Publication("site", NOW, in_arrays=in_arrays)
    return publication, list(publication.messages(batches(path, replay_map, period)))


def tally(publication: Publication, messages: list[Message]) -> Tally:
    return publication.tally(len(messages))


def reports(messages: list[Message]) -> list[tuple[str, int, object]]:
    """Return (device, at in seconds, values) of every report with an instant."""
    found: list[tuple[str, int, object]] = []
    for message in messages:
        device, document = message.topic.split("/")[2], orjson.loads(message.payload)
        listed = document if isinstance(document, list) else [document]
        found += [(device, one["at"] // 1000, one["values"]) for one in listed]
    return found


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


def test_a_wildcard_makes_a_device_of_every_column_it_matches(csv: Path) -> None:
    csv.write_text("t,m_a,other,m_b\n1970-01-01 00:00,1,9,2\n1970-01-01 01:00,,9,3\n1970-01-01 02:00,4,9,5\n")
    publication, messages = published(csv, table_map(STEPS))
    assert reports(messages) == [
        ("meter-a", 0, {"volume_m3": 0.0}),
        ("meter-a", 3600, {"volume_m3": 1.0}),
        ("meter-a", 10800, {"volume_m3": 5.0}),
        ("meter-b", 0, {"volume_m3": 0.0}),
        ("meter-b", 3600, {"volume_m3": 2.0}),
        ("meter-b", 7200, {"volume_m3": 5.0}),
        ("meter-b", 10800, {"volume_m3": 10.0}),
    ]
    assert (publication.rows, publication.gaps, publication.devices) == (3, 1, {"meter-a", "meter-b"})


def test_columns_of_one_row_and_device_are_one_report(csv: Path) -> None:
    csv.write_text("t,flow,p\n2020-01-01 00:00,1.5,0.3\n")
    both = table_map(GAUGE).model_dump(mode="json")
    both["table"]["columns"].append({**GAUGE, "column": "p", "quantity": "pressure_mpa"})
    _, messages = published(csv, ReplayMap.model_validate(both))
    assert [values for _, _, values in reports(messages)] == [{"flow_m3h": 1.5, "pressure_mpa": 0.3}]


def test_a_compressed_file_is_the_same_file(csv: Path) -> None:
    text = b"t,flow\n2020-01-01 00:00,1\n2020-01-01 01:00,2\n"
    csv.write_bytes(text)
    packed = csv.with_suffix(".csv.gz")
    packed.write_bytes(gzip.compress(text))
    assert published(packed, table_map(GAUGE))[1] == published(csv, table_map(GAUGE))[1]
    assert count_rows(packed) == count_rows(csv) == 3


def test_what_an_instrument_cannot_show_is_sent_for_the_receiver_to_refuse(csv: Path) -> None:
    csv.write_text("t,flow\n2020-01-01 00:00,-3e8\n2020-01-01 01:00,9e9\n2020-01-01 02:00,n.a.?\n")
    publication, messages = published(csv, table_map(GAUGE))
    sent = [values for _, _, values in reports(messages)]
    assert sent == [{"flow_m3h": -3e8}, {"flow_m3h": 9e9}, {"flow_m3h": "n.a.?"}]
    assert tally(publication, messages).readings == 3


def test_a_clock_that_was_never_set_is_sent_and_delays_nothing(csv: Path) -> None:
    csv.write_text("t,flow\n0,1\n1600000000,2\n0,3\n1600000060,4\n")
    _, messages = published(csv, table_map(GAUGE, "epoch_s"), in_arrays=False)
    assert [at for _, at, _ in reports(messages)] == [0, 1600000000, 0, 1600000060]
    assert [message.due.timestamp() for message in messages] == [1600000000] * 3 + [1600000060]


def test_a_stamp_of_tomorrow_does_not_hold_up_the_file(csv: Path) -> None:
    csv.write_text("t,flow\n2026-11-20 00:00,1\n2099-01-01 00:00,2\n2026-11-20 01:00,3\n")
    _, messages = published(csv, table_map(GAUGE), in_arrays=False)
    assert [message.due for message in messages] == [
        datetime(2026, 11, 20, tzinfo=UTC),
        datetime(2026, 11, 20, tzinfo=UTC),
        datetime(2026, 11, 20, 1, tzinfo=UTC),
    ]


def test_a_row_without_a_readable_time_goes_alone_and_is_counted_as_malformed(csv: Path) -> None:
    csv.write_text("t,flow\n2020-01-01 00:00,1\nsoon,2\n,3\n")
    publication, messages = published(csv, table_map(GAUGE))
    untimed = [m.payload for m in messages if b'"at":"' in m.payload]
    assert [orjson.loads(payload) for payload in untimed] == [
        {"at": "soon", "values": {"flow_m3h": 2.0}},
        {"at": "", "values": {"flow_m3h": 3.0}},
    ]
    counted = tally(publication, messages)
    assert (counted.messages, counted.readings, counted.malformed) == (3, 1, 2)


def test_rows_of_the_same_instant_are_both_sent_and_one_is_a_duplicate(csv: Path) -> None:
    csv.write_text("t,flow\n2020-01-01 00:00,1\n2020-01-01 00:00,1\n")
    publication, messages = published(csv, table_map(GAUGE))
    assert len(reports(messages)) == 2
    assert (tally(publication, messages).readings, tally(publication, messages).duplicates) == (1, 1)


def test_a_period_takes_its_first_row_and_not_its_last(csv: Path) -> None:
    csv.write_text("t,flow\n" + "".join(f"2020-01-0{day} 00:00,{day}\n" for day in range(1, 6)) + "soon,9\n")
    period = Period(datetime(2020, 1, 2, tzinfo=UTC), datetime(2020, 1, 4, tzinfo=UTC))
    publication, messages = published(csv, table_map(GAUGE), period)
    assert [values for _, _, values in reports(messages)] == [{"flow_m3h": 2.0}, {"flow_m3h": 3.0}]
    assert publication.rows == 2


def test_arrays_stay_within_the_contract_and_hold_every_row(csv: Path) -> None:
    lines = (f"{1600000000 + n},{n}\n" for n in range(2345))
    csv.write_text("t,flow\n" + "".join(lines))
    publication, messages = published(csv, table_map(GAUGE, "epoch_s"))
    assert len(reports(messages)) == tally(publication, messages).readings == 2345
    assert len(messages) == 5
    assert max(len(message.payload) for message in messages) <= MAX_PAYLOAD_BYTES


def test_an_array_that_would_be_too_large_is_split(csv: Path) -> None:
    csv.write_text("t,flow\n" + "".join(f"{1600000000 + n},{'x' * 1000}\n" for n in range(500)))
    _, messages = published(csv, table_map(GAUGE, "epoch_s"))
    assert len(reports(messages)) == 500
    assert len(messages) == 2
    assert max(len(message.payload) for message in messages) <= MAX_PAYLOAD_BYTES


def test_a_track_is_sent_as_positions_and_says_only_what_was_recorded(tmp_path: Path) -> None:
    gpx = tmp_path / "track.gpx"
    gpx.write_text(
        '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>'
        '<trkpt lat="38.02" lon="106.07"><ele>1120</ele><time>2026-01-01T00:00:00Z</time></trkpt>'
        '<trkpt lat="38.03" lon="106.08"/></trkseg></trk></gpx>'
    )
    track = {"site": SITE, "institution": INSTITUTION, "equipment": EQUIPMENT, "track": {"device": "car"}}
    publication, messages = published(gpx, ReplayMap.model_validate(track))
    documents = sorted((orjson.loads(m.payload) for m in messages), key=lambda d: d["at"] == "")
    assert documents == [
        {"at": 1767225600000, "position": {"lon": 106.07, "lat": 38.02, "altitude_m": 1120.0}},
        {"at": "", "position": {"lon": 106.08, "lat": 38.03}},
    ]
    assert (tally(publication, messages).readings, tally(publication, messages).malformed) == (1, 1)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no such CSV"),
        ("time,flow\n", "no column 't' for the time"),
        ("t,pressure\n", "no column matches 'flow'"),
        ("t,flow\n2020-01-01 00:00,1\n2020-01-01 00:00,1,2,3\n", "line 3"),
        ("t,flow\n2020-01-01 00:00,1,5\n", "more cells"),
    ],
)
def test_a_file_that_is_not_the_map_s_is_named(csv: Path, text: str, problem: str) -> None:
    csv.write_text(text)
    with pytest.raises(ConfigError, match=rf"file\.csv.*{problem}"):
        published(csv, table_map(GAUGE))


def test_a_compressed_file_that_is_cut_off_is_named(tmp_path: Path) -> None:
    packed = tmp_path / "file.csv.gz"
    rows = "".join(f"{1600000000 + n * n},{n * 7919 % 1013}\n" for n in range(5000))
    packed.write_bytes(gzip.compress(f"t,flow\n{rows}".encode())[:-2000])
    with pytest.raises(ConfigError, match=r"file\.csv\.gz"):
        published(packed, table_map(GAUGE, "epoch_s"))


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "file.xlsx"
    other.write_bytes(b"PK")
    with pytest.raises(ConfigError, match=r"file\.xlsx.*\.csv"):
        published(other, table_map(GAUGE))


def test_a_message_that_was_only_read_ahead_does_not_count(csv: Path) -> None:
    csv.write_text("t,flow\n2020-01-01 00:00,1\n2020-01-01 01:00,2\n2020-01-01 02:00,3\n")
    publication = Publication("site", NOW, in_arrays=False)
    messages = publication.messages(batches(csv, table_map(GAUGE), WHOLE))
    next(messages)
    next(messages)
    assert (publication.tally(1).messages, publication.tally(1).readings) == (1, 1)
    assert (publication.tally(2).messages, publication.tally(2).readings) == (2, 2)
