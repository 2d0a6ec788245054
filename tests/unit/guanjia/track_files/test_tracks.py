"""`guanjia tracks`: what it tells of files, good and bad."""

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from guanjia.__main__ import guanjia
from models.errors import ConfigError

HEAD = "at,lon,lat,speed_kmh,satellites,ignition,odometer_km\n"
POINT = '<trkpt lat="38.5" lon="106.2">{time}</trkpt>'
GPX = (
    '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>{points}</trkseg></trk></gpx>'
)


def run(file: Path, *options: str) -> Result:
    return CliRunner().invoke(guanjia, ["tracks", str(file), *options], catch_exceptions=False)


def refusal(file: Path) -> str:
    with pytest.raises(ConfigError) as caught:
        run(file)
    return str(caught.value)


def drive(folder: Path) -> Path:
    """Write 200 s at home, 2 minutes north at 60 km/h, 200 s there."""
    rows = [f"2026-11-21T08:00:{second:02}+08:00,106.2,38.5,0,12,0,100.0" for second in (0, 10)]
    rows += ["2026-11-21T08:03:20+08:00,106.2,38.5,0,12,1,100.0"]
    rows += [f"2026-11-21T08:0{3 + n}:50+08:00,106.2,{38.5 + n / 111},60,12,1,{100 + n}" for n in (1, 2)]
    rows += [f"2026-11-21T08:{minute:02}:00+08:00,106.2,{38.5 + 2 / 111},0,12,0,102" for minute in (7, 11)]
    file = folder / "drive.csv"
    file.write_text(HEAD + "\n".join(rows) + "\n")
    return file


def test_a_real_drive_is_as_long_as_others_found(realdata: Path) -> None:
    told = orjson.loads(run(realdata / "around-visnjan-with-car.gpx", "--json").stdout)
    assert told["distance_m"] == pytest.approx(2736.3, rel=0.01)
    assert told["moving_s"] == pytest.approx(308, abs=1)
    assert told["stopped_s"] == pytest.approx(206, abs=1)
    assert len(told["trips"]) == 1
    assert told["stops"] == []
    assert told["fixes"] == 104
    assert not any(told["doubts"].values())


def test_a_csv_is_told_in_trips_and_stops(tmp_path: Path) -> None:
    told = orjson.loads(run(drive(tmp_path), "--json").stdout)
    (trip,) = told["trips"]
    assert trip["start"] == "2026-11-21T00:03:20Z"
    assert trip["distance_m"] == pytest.approx(2000, rel=0.01)
    assert trip["odometer_lack"] == "coarse"
    assert [stop["fixes"] for stop in told["stops"]] == [3, 3]


@pytest.mark.parametrize(("language", "word"), [("zh", "行程"), ("en", "Trips")])
def test_the_tables_are_in_the_readers_language_and_zone(tmp_path: Path, language: str, word: str) -> None:
    printed = run(drive(tmp_path), "--lang", language).stdout
    assert word in printed
    assert "2026-11-21 08:03:20" in printed


def test_a_row_that_cannot_be_used_is_named_with_its_line(tmp_path: Path) -> None:
    file = drive(tmp_path)
    good = orjson.loads(run(file, "--json").stdout)
    with file.open("a") as more:
        more.write("2026-11-21T08:12:00,106.2,38.5,0,12,0,102\n")
        more.write("2026-11-21T08:12:00+08:00,east,38.5,0,12,0,102\n")
        more.write("2026-11-21T08:12:00+08:00,106.2,38.5,0,12,2,102\n")
        more.write("noon,106.2,38.5,0,12,1,102\n")
        more.write("2026-11-21T08:12:00+08:00,106.2\n")
    result = run(file, "--json")
    assert orjson.loads(result.stdout) == good
    assert [line.removeprefix(str(file)).split(": ")[:2] for line in result.stderr.splitlines()] == [
        [":9", "at"],
        [":10", "lon"],
        [":11", "ignition"],
        [":12", "at"],
        [":13", "too many or too few cells"],
    ]


def test_columns_that_trackers_do_not_know_may_be_absent_or_blank(tmp_path: Path) -> None:
    absent, blank = tmp_path / "absent.csv", tmp_path / "blank.csv"
    absent.write_text("at,lon,lat\n2026-11-21T08:00:00Z,106.2,38.5\n2026-11-21T08:09:00Z,106.2,38.5\n")
    blank.write_text(HEAD + "2026-11-21T08:00:00Z,106.2,38.5,,,,\n2026-11-21T08:09:00Z,106.2,38.5,,,,\n")
    told = orjson.loads(run(absent, "--json").stdout)
    assert len(told["stops"]) == 1
    assert told == orjson.loads(run(blank, "--json").stdout)


def test_a_point_without_a_time_is_named(tmp_path: Path) -> None:
    file = tmp_path / "some.gpx"
    timed = POINT.format(time="<time>2026-11-21T08:00:00Z</time>")
    file.write_text(GPX.format(points=timed + POINT.format(time="")))
    result = run(file, "--json")
    assert "point 2: has no time" in result.stderr
    assert orjson.loads(result.stdout)["fixes"] == 1


@pytest.mark.parametrize(
    ("place", "said", "name"),
    [
        ('lat="38.5" lon="999"', "", "lon 999"),
        ('lat="99" lon="106.2"', "", "lat 99"),
        ('lat="38.5" lon="106.2"', "<sat>99999</sat>", "satellites 99999"),
    ],
)
def test_a_point_that_cannot_be_is_named_and_left_out(
    tmp_path: Path, place: str, said: str, name: str
) -> None:
    file = tmp_path / "some.gpx"
    good = '<trkpt lat="38.5" lon="106.2"><time>2026-01-01T00:00:00Z</time></trkpt>'
    bad = f"<trkpt {place}><time>2026-01-01T00:01:00Z</time>{said}</trkpt>"
    file.write_text(GPX.format(points=good + bad), "utf-8")
    result = run(file, "--json")
    assert orjson.loads(result.stdout)["fixes"] == 1
    assert f"point 2: {name} is no number from" in result.stderr


def test_a_file_that_is_no_track_is_refused_with_its_line(tmp_path: Path) -> None:
    for name, text, said in [
        ("torn.gpx", "<gpx>\n<trk>\n", "line"),
        ("none.gpx", GPX.format(points=""), "no fix"),
        ("none.csv", HEAD, "no fix"),
        ("head.csv", "when,lon,lat\n", ":1: no column at"),
        ("track.kml", "", "name it so"),
    ]:
        file = tmp_path / name
        file.write_text(text)
        assert said in refusal(file), name
        assert str(file) in refusal(file)
