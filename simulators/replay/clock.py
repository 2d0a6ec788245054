"""What a row's stamp means: an instant."""

from datetime import timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.errors import ConfigError
from simulators.replay.map import EPOCH_SECONDS, ISO_8601, Midnight, TimeColumn

Instants = npt.NDArray[np.int64]
"""Epoch milliseconds; NO_INSTANT where a stamp cannot be read."""

NO_INSTANT = int(np.iinfo(np.int64).min)
_ONE_DAY = timedelta(days=1)


class Clock:
    """Reads the stamps of one file in its order: the hour that a clock shows twice is told apart by order."""

    def __init__(self, time: TimeColumn, file: str) -> None:
        self._time = time
        self._file = file
        self._shown_before: set[pd.Timestamp] = set()

    def instants(self, stamps: pd.Series) -> Instants:
        """Return the instants of some rows' stamps."""
        if self._time.is_epoch:
            return self._from_epoch(stamps)
        if self._time.zone is None:
            return _milliseconds(pd.to_datetime(stamps, format=self._format(), errors="coerce", utc=True))
        return _milliseconds(self._localized(self._local(stamps), self._time.zone))

    def _from_epoch(self, stamps: pd.Series) -> Instants:
        numbers = pd.to_numeric(stamps, errors="coerce").to_numpy(np.float64)
        scale = 1000.0 if self._time.format == EPOCH_SECONDS else 1.0
        readable = np.isfinite(numbers) & (np.abs(numbers * scale) < 2.0**53)
        scaled = np.where(readable, np.rint(np.where(readable, numbers, 0.0) * scale), 0.0)
        return np.where(readable, scaled.astype(np.int64), NO_INSTANT)

    def _format(self) -> str:
        return "ISO8601" if self._time.format == ISO_8601 else self._time.format

    def _local(self, stamps: pd.Series) -> pd.Series:
        local = pd.to_datetime(stamps, format=self._format(), errors="coerce")
        if self._time.midnight is Midnight.END_OF_DAY:
            return local.where(local != local.dt.normalize(), local + _ONE_DAY)
        return local

    def _localized(self, local: pd.Series, zone: str) -> pd.Series:
        known = local.notna()
        aware = local.dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT")
        for row in np.flatnonzero((known & aware.isna()).to_numpy()):
            aware.iloc[row] = self._odd_hour(local.iloc[row], zone)
        return aware

    def _odd_hour(self, stamp: pd.Timestamp, zone: str) -> pd.Timestamp:
        """Return the instant of a stamp that the clock shows twice: summer time first, then winter time."""
        first_time = stamp not in self._shown_before
        self._shown_before.add(stamp)
        aware = stamp.tz_localize(zone, ambiguous=first_time, nonexistent="NaT")
        if pd.isna(aware):
            raise ConfigError(
                f"{self._file}: {stamp} does not exist in {zone}: this clock keeps no daylight saving; "
                "give the map's time.zone a fixed offset, such as Etc/GMT-8 (UTC+8)"
            )
        return aware


def _milliseconds(aware: pd.Series) -> Instants:
    """Convert to epoch milliseconds, which no stamp before 1677 or after 2262 has."""
    naive = aware.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy().astype("datetime64[ms]")
    return np.where(np.isnat(naive), NO_INSTANT, naive.astype(np.int64))
