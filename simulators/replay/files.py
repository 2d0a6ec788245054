"""Opens the files that are replayed and reads them piece by piece, so that memory does not grow with them."""

import gzip
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import gpxpy
import pandas as pd
from gpxpy.gpx import GPXException

from models.errors import ConfigError
from simulators.replay.batch import Batch
from simulators.replay.map import ReplayMap, Table, Track
from simulators.replay.period import Period
from simulators.replay.table import TableReader
from simulators.replay.track import track_batches

ROWS_AT_ONCE = 500
BLOCK_BYTES = 1024 * 1024
TABLES = (".csv", ".csv.gz")


def batches(path: Path, replay_map: ReplayMap, period: Period) -> Iterator[Batch]:
    """Yield the reports of a file as its map says."""
    if replay_map.track is not None:
        yield from _track_batches(path, replay_map.track, period)
    elif replay_map.table is not None:
        yield from _table_batches(path, table_reader(path, replay_map, period), replay_map.table)


def count_rows(path: Path) -> int:
    """Return about how many rows a file has: lines, or the points of a track; for a progress bar."""
    mark = b"<trkpt" if path.suffix == ".gpx" else b"\n"
    opened = gzip.open if path.suffix == ".gz" else open
    with _named_errors(path), opened(path, "rb") as file:
        return sum(block.count(mark) for block in iter(lambda: file.read(BLOCK_BYTES), b""))


def table_reader(path: Path, replay_map: ReplayMap, period: Period) -> TableReader:
    """Return the reader of a table, its rules matched with the columns that the file has."""
    table = replay_map.table
    if table is None or not path.name.lower().endswith(TABLES):
        raise ConfigError(
            f"{path}: a map with a table reads {' or '.join(TABLES)} files, one with a track .gpx"
        )
    with _named_errors(path):
        columns = list(_header(path, table))
    if table.time.column not in columns:
        raise ConfigError(
            f"{path}: no column {table.time.column!r} for the time; the file has {', '.join(columns)}"
        )
    return TableReader(table, columns, path.name, period)


def device_codes(path: Path, replay_map: ReplayMap) -> list[str]:
    """Return the devices that a file is sent as."""
    if replay_map.track is not None:
        return [replay_map.track.device]
    return table_reader(path, replay_map, Period()).devices


def _table_batches(path: Path, reader: TableReader, table: Table) -> Iterator[Batch]:
    with _named_errors(path):
        for frame in _chunks(path, table):
            if not isinstance(frame.index, pd.RangeIndex):
                raise ConfigError(f"{path}: rows have more cells than the columns that are named")
            yield reader.read(frame)


def _track_batches(path: Path, track: Track, period: Period) -> Iterator[Batch]:
    if path.suffix.lower() != ".gpx":
        raise ConfigError(f"{path}: a map with a track reads .gpx files")
    with _named_errors(path), path.open(encoding="utf-8-sig") as file:
        gpx = gpxpy.parse(file)
    yield from track_batches(gpx, track.device, period, ROWS_AT_ONCE)


def _header(path: Path, table: Table) -> list[str]:
    if table.header:
        return list(table.header)
    return [
        str(name)
        for name in pd.read_csv(path, sep=table.separator.character, nrows=0, encoding="utf-8-sig").columns
    ]


def _chunks(path: Path, table: Table) -> Iterator[pd.DataFrame]:
    names = list(table.header) or None
    text = {} if table.time.is_epoch else {table.time.column: str}
    with pd.read_csv(
        path,
        sep=table.separator.character,
        header=None if names else 0,
        names=names,
        dtype=text,
        chunksize=ROWS_AT_ONCE,
        encoding="utf-8-sig",
    ) as chunks:
        yield from chunks


@contextmanager
def _named_errors(path: Path) -> Generator[None]:
    """Turn what libraries say of a file that cannot be read into one error that names it."""
    try:
        yield
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (EOFError, zlib.error) as error:
        raise ConfigError(f"{path}: the file is cut off or damaged: {error}") from error
    except (pd.errors.EmptyDataError, pd.errors.ParserError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: this is no such CSV as the map says: {error}") from error
    except GPXException as error:
        raise ConfigError(f"{path}: this is no GPX: {error}") from error
