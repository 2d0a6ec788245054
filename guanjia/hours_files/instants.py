"""Instants in text, a whole column at once."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from guanjia.hours_files.csv_text import Column

NO_INSTANT = np.iinfo(np.int64).min
"""Stands for a text that is no instant."""

NO_ZONE = NO_INSTANT + 1
"""Stands for an instant that does not say its zone."""

_TYPE = pa.timestamp("us", "UTC")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AT_ONCE = 256


def read_instants(texts: Column) -> NDArray[np.int64]:
    """Return microseconds since 1970 for texts in ISO 8601, or `NO_INSTANT`, or `NO_ZONE`.

    Many meters are read at the same instants, so each text is read once.
    """
    encoded = texts.combine_chunks().dictionary_encode()
    distinct = _read(pc.call_function("utf8_trim_whitespace", [encoded.dictionary]))
    return distinct[encoded.indices.to_numpy()]


def _read(texts: Column) -> NDArray[np.int64]:
    """Read all at once, or, where one of them is wrong, in halves until few are left to look at singly."""
    if not len(texts):
        return np.zeros(0, dtype=np.int64)
    try:
        return pc.cast(texts, _TYPE).cast(pa.int64()).to_numpy()
    except pa.ArrowInvalid:
        if len(texts) <= _AT_ONCE:
            return np.array([_single(text) for text in texts.to_pylist()], dtype=np.int64)
    half = len(texts) // 2
    return np.concatenate([_read(texts[:half]), _read(texts[half:])])


def _single(text: str) -> int:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return NO_INSTANT
    if at.tzinfo is None:
        return NO_ZONE
    elapsed = at - _EPOCH
    return (elapsed.days * 86_400 + elapsed.seconds) * 1_000_000 + elapsed.microseconds
