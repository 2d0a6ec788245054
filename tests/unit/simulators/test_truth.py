from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pyarrow.parquet as pq
import pytest

from models.errors import ConfigError
from simulators.messages import Tally
from simulators.truth import TruthFile, TruthKind, TruthRow

AT = datetime(2026, 4, 13, tzinfo=UTC)
ROWS = [
    TruthRow(TruthKind.HOUR, "inlet", "volume_m3", AT, AT + timedelta(hours=1), 1.25),
    TruthRow(TruthKind.FAULT, "inlet", "", AT, AT, 1.0, "zero"),
]


def test_what_is_written_day_by_day_reads_as_one_table(tmp_path: Path) -> None:
    with TruthFile(tmp_path / "new" / "truth.parquet", {"seed": "7"}) as file:
        file.write(ROWS[:1])
        file.write([])
        file.write(ROWS[1:])
        file.note(Tally(1, 2, 3, 4))
    path = tmp_path / "new" / "truth.parquet"
    rows = pq.read_table(path).to_pylist()
    assert [(row["kind"], row["subject"], row["amount"], row["label"]) for row in rows] == [
        ("hour", "inlet", 1.25, ""),
        ("fault", "inlet", 1.0, "zero"),
    ]
    assert rows[0]["end"] == AT + timedelta(hours=1)
    about = pq.read_metadata(path).metadata
    assert about[b"seed"] == b"7"
    assert orjson.loads(about[b"tally"]) == {"messages": 1, "readings": 2, "duplicates": 3, "malformed": 4}
    assert orjson.loads(about[b"units"])["volume_m3"] == "m3"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="choose another --out"):
        TruthFile(tmp_path / "file" / "truth.parquet", {})
