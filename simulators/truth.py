"""What really happened, written beside a run: the answers that a test or an analyst compares with."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from models.errors import ConfigError
from models.quantities import QUANTITIES
from simulators.messages import Tally

SCHEMA = pa.schema(
    [
        pa.field("kind", pa.dictionary(pa.int8(), pa.string()), nullable=False),
        pa.field("subject", pa.dictionary(pa.int32(), pa.string()), nullable=False),
        pa.field("quantity", pa.dictionary(pa.int16(), pa.string()), nullable=False),
        pa.field("start", pa.timestamp("ms", "UTC"), nullable=False),
        pa.field("end", pa.timestamp("ms", "UTC"), nullable=False),
        pa.field("amount", pa.float64(), nullable=False),
        pa.field("label", pa.string(), nullable=False),
    ]
)


class TruthKind(StrEnum):
    """What a row of the truth tells."""

    HOUR = "hour"
    """True use of a meter in an hour, in the quantity's unit."""
    LEAK = "leak"
    """Water lost behind a meter, in m3 an hour; it is part of the hours of the meter and of all above it."""
    FAULT = "fault"
    """What was done to a device's report; `amount` is hours for silences and delays, else 1."""
    SWAP = "swap"
    """A meter exchanged: `amount` is the end register of the old one, `label` is `old -> new`."""
    TRIP = "trip"
    """A vehicle's drive out and home, in km; the label is its destination."""
    VIOLATION = "violation"
    """A planted trip again, with what it did against the rules as the label."""


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One row; an event without length has `end` equal to `start`."""

    kind: TruthKind
    subject: str
    quantity: str
    start: datetime
    end: datetime
    amount: float
    label: str = ""


class TruthFile:
    """Writes truth.parquet part by part, so that a year needs no more memory than a day."""

    def __init__(self, path: Path, about: Mapping[str, str]) -> None:
        units = {quantity.name: quantity.unit for quantity in QUANTITIES}
        metadata = {**about, "units": json.dumps(units, ensure_ascii=False)}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(path, SCHEMA.with_metadata(metadata), compression="zstd")
        except OSError as error:
            raise ConfigError(
                f"{path}: the truth cannot be written ({error.strerror}): choose another --out"
            ) from error

    def write(self, rows: Iterable[TruthRow]) -> None:
        """Add rows; the order is kept."""
        rows = tuple(rows)
        if rows:
            columns = [[getattr(row, field.name) for row in rows] for field in SCHEMA]
            arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
            self._writer.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA))

    def note(self, tally: Tally) -> None:
        """Put the tally into the file's metadata; the last one counts."""
        self._writer.add_key_value_metadata({"tally": json.dumps(asdict(tally))})

    def __enter__(self) -> "TruthFile":
        """Return the open file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file whatever happened: what was written stays readable."""
        self._writer.close()
