"""`guanjia hours` with files as people have them: what is wrong is told, and the rest goes on."""

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from guanjia.__main__ import guanjia
from guanjia.hours_files.installations_file import COLUMNS
from models.errors import ConfigError

HEADER = ",".join(COLUMNS)
GOOD = [f"m,2026-11-01T{hour:02}:00:00Z,{100 + hour}" for hour in range(4)]


@dataclass(frozen=True)
class Run:
    """What a run printed, and the rows it wrote."""

    out: str
    err: str
    hours: list[dict[str, str]]
    aside: list[dict[str, str]]
    refused: list[dict[str, str]]


def run(folder: Path, readings: list[str] | bytes, installations: list[str], name: str = "r.csv") -> Run:
    content = readings if isinstance(readings, bytes) else "\n".join(["meter,at,value", *readings]).encode()
    (folder / name).write_bytes(content)
    (folder / "i.csv").write_text("\n".join([HEADER, *installations]) + "\n", "utf-8")
    paths = {
        "readings": name,
        "installations": "i.csv",
        "out": "h.csv",
        "set-aside": "s.csv",
        "refused": "f.csv",
    }
    words = [word for key, file in paths.items() for word in (f"--{key}", str(folder / file))]
    result = CliRunner().invoke(
        guanjia, ["hours", *words, "--now", "2026-11-02T00:00:00Z"], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    tables = [table(folder / file) for file in ("h.csv", "s.csv", "f.csv")]
    return Run(result.stdout, result.stderr.replace(str(folder) + "/", ""), *tables)


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def installation(**cells: str) -> str:
    return ",".join({"meter": "m", **cells}.get(column, "") for column in COLUMNS)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("m,2026-11-01T01:30:00,101.5", "no_zone"),
        ("m,yesterday,101.5", "no_instant"),
        ("m,2026-13-01T00:00:00Z,101.5", "no_instant"),
        ("m,2026-11-01T01:30:00Z,full", "no_number"),
        ("m,2026-11-01T01:30:00Z,NaN", "not_finite"),
        ("m,2026-11-01T01:30:00Z,-inf", "not_finite"),
        ("m,2026-11-01T01:30:00Z,1e999", "not_finite"),
        ("m,2026-11-01T01:30:00Z,1e308", "not_finite"),
        ("m,2026-11-01T01:30:00Z,-1e15", "not_finite"),
        ("m,2026-11-02T00:10:01Z,101.5", "future"),
        ("m,1970-01-01T00:00:00Z,101.5", "too_old"),
        ("m,2026-10-01T00:00:00Z,101.5", "before_installation"),
        ("m,2026-11-01T05:00:00Z,101.5", "not_in_place"),
        ("x,2026-11-01T01:30:00Z,101.5", "no_installation"),
        (",2026-11-01T01:30:00Z,101.5", "empty_field"),
        ("m,,101.5", "empty_field"),
        ("m,2026-11-01T01:30:00Z, ", "empty_field"),
        ("m,2026-11-01T01:30:00Z,101,5", "columns"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_the_hours_stay_as_they_are(
    row: str, reason: str, tmp_path: Path
) -> None:
    in_place = installation(valid_from="2026-10-31T00:00:00Z", valid_to="2026-11-01T04:00:00Z")
    result = run(tmp_path, [*GOOD[:2], row, *GOOD[2:]], [in_place])
    assert [(found["line"], found["reason"]) for found in result.refused] == [("4", reason)]
    assert result.err.startswith("r.csv:4: ")
    assert [float(hour["amount"]) for hour in result.hours] == [1, 1, 1]


def test_an_offset_counts_and_fractions_of_a_second_do_too(tmp_path: Path) -> None:
    rows = ["m,2026-11-01T08:00:00+08:00,100", "m,2026-11-01 01:00:00.5Z,101", "m,2026-11-01T02:00:00Z,102"]
    result = run(tmp_path, rows, [installation()])
    assert not result.refused
    assert [hour["hour"] for hour in result.hours] == ["2026-11-01T00:00:00Z", "2026-11-01T01:00:00Z"]
    assert sum(float(hour["amount"]) for hour in result.hours) == pytest.approx(2, rel=1e-12)


def test_of_two_values_the_first_to_arrive_stays_and_the_other_is_listed(tmp_path: Path) -> None:
    result = run(tmp_path, [*GOOD, "m,2026-11-01T01:00:00Z,777", GOOD[2]], [installation()])
    assert [float(hour["amount"]) for hour in result.hours] == [1, 1, 1]
    assert [(row["line"], row["value"], row["reason"]) for row in result.refused] == [
        ("6", "777", "conflict")
    ]
    assert result.aside == [{"meter": "m", "at": "2026-11-01T01:00:00Z", "step": "0", "reason": "conflict"}]
    assert "conflicts  1" in result.out
    assert "1 identical duplicates" in result.out


def test_only_the_first_refusals_are_shown_and_a_meter_nobody_installed_once(tmp_path: Path) -> None:
    rows = [*GOOD, *(f"m,2026-11-01T01:{minute:02}:00,1" for minute in range(1, 31))]
    rows += [f"x,2026-11-01T01:{minute:02}:00Z,1" for minute in range(30)]
    result = run(tmp_path, rows, [installation()])
    assert len(result.refused) == 60
    assert result.err.count("no_zone") == 20
    assert result.err.splitlines()[-1].startswith("r.csv: 11 more; ")


def test_byte_order_mark_crlf_and_gzip_are_read(tmp_path: Path) -> None:
    text = "\r\n".join(["meter,at,value", *GOOD, ""]).encode("utf-8-sig")
    assert len(run(tmp_path, text, [installation()]).hours) == 3
    assert len(run(tmp_path, gzip.compress(text), [installation()], "r.csv.gz").hours) == 3


def test_what_is_written_reads_back_to_the_same_double(tmp_path: Path) -> None:
    rows = [
        "m,2026-11-01T00:00:00Z,0.1",
        "m,2026-11-01T00:30:00Z,0.4",
        "m,2026-11-01T01:00:00Z,0.7000000000000001",
    ]
    hours = run(tmp_path, rows, [installation()]).hours
    # each half hour is a step of its own
    assert [float(hour["amount"]) for hour in hours] == [(0.4 - 0.1) + (0.7000000000000001 - 0.4)]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([installation(modulus="0")], "i.csv:2: modulus: "),
        ([installation(modulus="-5")], "i.csv:2: modulus: "),
        ([installation(multiplier="-1")], "i.csv:2: multiplier: "),
        ([installation(max_rate_per_hour="fast")], "i.csv:2: max_rate_per_hour: "),
        ([installation(max_rate_per_hour="1e308")], "i.csv:2: max_rate_per_hour: "),
        ([installation(multiplier="1e-320")], "i.csv:2: multiplier: "),
        ([installation(interval_minutes="1e300")], "i.csv:2: interval_minutes: "),
        ([installation(interval_minutes="1e-300")], "i.csv:2: interval_minutes: "),
        (
            [installation(valid_from="0001-01-01T00:00:00+14:00")],
            "i.csv:2: valid_from: no meter was in",
        ),
        (
            [installation(valid_from="9999-12-31T23:59:59-10:00")],
            "i.csv:2: valid_from: no meter was in",
        ),
        ([installation(valid_to="0001-01-01T00:00:00+14:00")], "i.csv:2: valid_to: no meter was in place"),
        ([installation(valid_from="2026-01-01T00:00:00")], "i.csv:2: valid_from: "),
        ([installation(two_way="maybe")], "i.csv:2: two_way: "),
        ([installation(modulus="50")], "i.csv:2: modulus: 50 is below most readings of m"),
        (
            [installation(valid_from="2026-01-02T00:00:00Z", valid_to="2026-01-01T00:00:00Z")],
            "i.csv:2: valid_to: ",
        ),
        (
            [
                installation(valid_to="2026-11-01T03:00:00Z"),
                installation(serial="b", valid_from="2026-11-01T02:00:00Z"),
            ],
            "i.csv:3: valid_from: overlaps line 2",
        ),
        ([installation(serial="a"), installation(serial="a")], "i.csv:3: serial: "),
        (
            [installation(modulus="100", start_register="100", valid_from="2026-01-02T00:00:00Z")],
            "i.csv:2: start_register: ",
        ),
    ],
)
def test_a_meter_with_a_wrong_installation_is_left_out_and_the_others_go_on(
    rows: list[str], place: str, tmp_path: Path
) -> None:
    other = [row.replace("m,", "other,") for row in GOOD]
    result = run(tmp_path, [*GOOD, *other], [*rows, installation(meter="other")])
    assert place in result.err
    assert {hour["meter"] for hour in result.hours} == {"other"}
    assert {row["reason"] for row in result.refused} == {"wrong_installation"}


def test_an_open_installation_ends_where_the_next_begins(tmp_path: Path) -> None:
    rows = [*GOOD, "m,2026-11-01T05:00:00Z,1", "m,2026-11-01T06:00:00Z,2"]
    swapped = [
        installation(serial="a", end_register="104"),
        installation(serial="b", valid_from="2026-11-01T04:00:00Z", start_register="0"),
    ]
    result = run(tmp_path, rows, swapped)
    assert [float(hour["amount"]) for hour in result.hours] == [1] * 6
    assert not result.aside


def test_registers_nobody_can_place_in_time_are_named_and_not_used(tmp_path: Path) -> None:
    result = run(tmp_path, GOOD, [installation(start_register="7", end_register="900")])
    assert [float(hour["amount"]) for hour in result.hours] == [1, 1, 1]
    assert "i.csv:2: start_register: " in result.err
    assert "i.csv:2: end_register: " in result.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"meter;at;value\nm;2026-11-01T00:00:00Z;1\n", "no column meter, at, value"),
        (b"", "r.csv is empty"),
        ("meter,at,value\nm\u00e9,x,1\n".encode("latin-1"), "r.csv:2: this is not UTF-8"),
        ("meter,at,value\n水表,x,1\n".encode("gbk"), "r.csv:2: this is not UTF-8"),
        ("meter,at,value\nm,x,1\n".encode("utf-16"), "r.csv:1: this is not UTF-8"),
        ("meter,at,value\nm,x,水".encode()[:-1], "r.csv:2: this is not UTF-8"),
        (b"meter,at,value,value\nm,2026-11-01T00:00:00Z,1,2\n", "r.csv:1: column value stands there twice"),
        (b'meter,at,value\n"' + b"x" * 3_000_000 + b"\n", "a quotation mark that is not closed"),
        (f"{HEADER}\nm,,,,,,,,,,\n".encode(), "swap the two options"),
    ],
)
def test_a_file_of_another_shape_ends_the_run_with_a_sentence(
    content: bytes, told: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=told):
        run(tmp_path, content, [installation()])


def test_a_file_without_rows_gives_files_without_rows(tmp_path: Path) -> None:
    result = run(tmp_path, b"meter,at,value\n", [])
    assert (result.hours, result.aside, result.refused) == ([], [], [])


def test_a_header_whose_line_does_not_end_is_a_header(tmp_path: Path) -> None:
    assert run(tmp_path, b"meter,at,value", []).hours == []


def test_the_year_9999_is_how_databases_say_still_in_place(tmp_path: Path) -> None:
    result = run(tmp_path, GOOD, [installation(valid_to="9999-12-31T23:59:59-10:00")])
    assert [float(hour["amount"]) for hour in result.hours] == [1, 1, 1]
    assert not result.err


def test_a_meter_without_readings_is_named(tmp_path: Path) -> None:
    result = run(tmp_path, GOOD, [installation(), installation(meter="cellar")])
    assert "meters     1; 1 installed without a reading: cellar" in result.out


def test_what_would_move_the_cursor_is_escaped(tmp_path: Path) -> None:
    result = run(tmp_path, [*GOOD, "\x1b[2Jx,2026-11-01T01:30:00Z,1"], [installation()])
    assert "\x1b" not in result.err
    assert r"r.csv:6: \x1b[2Jx," in result.err


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"out": "r.csv"}, "--readings and --out are the same file"),
        ({"set-aside": "i.csv"}, "--installations and --set-aside are the same file"),
        ({"refused": "h.csv"}, "--out and --refused are the same file"),
        ({"out": "./s.csv"}, "--out and --set-aside are the same file"),
    ],
)
def test_no_file_is_read_and_written_or_written_twice(
    files: dict[str, str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run(tmp_path, GOOD, [installation()])
    before = Path("r.csv").read_bytes()
    result = CliRunner().invoke(guanjia, ["hours", *words(files)])
    assert result.exit_code == 2
    assert told in result.stderr
    assert Path("r.csv").read_bytes() == before


@pytest.mark.parametrize("refused", ["gone/f.csv", "r.csv/f.csv"])
def test_where_one_file_cannot_be_written_the_others_stay_as_they_were(
    refused: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run(tmp_path, GOOD, [installation()])
    Path("h.csv").write_text("as it was", "utf-8")
    result = CliRunner().invoke(guanjia, ["hours", *words({"refused": refused})])
    assert isinstance(result.exception, ConfigError)
    assert str(result.exception).startswith(f"{refused} cannot be written: ")
    assert Path("h.csv").read_text("utf-8") == "as it was"
    assert {file.name for file in tmp_path.iterdir()} == {"r.csv", "i.csv", "h.csv", "s.csv", "f.csv"}


def words(files: dict[str, str]) -> list[str]:
    usual = {"readings": "r.csv", "installations": "i.csv", "out": "h.csv", "set-aside": "s.csv"}
    return [word for option, file in {**usual, **files}.items() for word in (f"--{option}", file)]
