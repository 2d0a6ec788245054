"""The track of a GPX or CSV file; what cannot be used of it, with its place."""

from dataclasses import dataclass
from pathlib import Path

from analytics.vehicles.track import Track
from guanjia.track_files.csv_rows import read_rows
from guanjia.track_files.gpx import read_points
from models.errors import ConfigError, Mistake


@dataclass(frozen=True, slots=True)
class TrackFile:
    """The fixes of a file, and the mistakes for which others were left out."""

    track: Track
    mistakes: list[Mistake]


def read_track(path: Path) -> TrackFile:
    """Return the fixes of a file.

    Raises
    ------
    ConfigError
        Where the file cannot be read at all, or has no fix.
    """
    name = path.name.lower()
    if name.endswith(".gpx"):
        track, mistakes = read_points(path)
    elif name.endswith((".csv", ".csv.gz")):
        track, mistakes = read_rows(path)
    else:
        raise ConfigError(f"{path}: a track is a .gpx, .csv or .csv.gz file: name it so")
    if not len(track):
        told = "".join(f"\n{mistake}" for mistake in mistakes[:5])
        raise ConfigError(f"{path}: no fix that can be used: each needs a place and a time{told}")
    return TrackFile(track, mistakes)
