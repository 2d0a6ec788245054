"""Hours, steps set aside and refused rows as CSV; numbers are written so that they read back the same."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv

from analytics.accounts import ASIDE_REASONS, HOUR_REASONS, Exceptions, Hours, reason_names
from guanjia.hours_files.csv_text import Column
from guanjia.hours_files.refusals import REMEDIES, RefusedRows, RowReason

_SECOND = 1_000_000


def write_hours(path: Path, hours: Hours, meters: Sequence[str]) -> None:
    """Write `meter,hour,amount,estimated,coverage,reasons`, by meter and hour."""
    reasons = [" ".join(reason_names(bits)) for bits in range(1 << len(HOUR_REASONS))]
    columns = {
        "meter": _named(hours.meter, meters),
        "hour": instants(hours.hour),
        "amount": pa.array(hours.amount),
        "estimated": pa.array(hours.estimated),
        "coverage": pa.array(hours.coverage),
        "reasons": _named(hours.reasons, reasons),
    }
    _write(path, columns)


def write_set_aside(
    path: Path, aside: Exceptions, conflicts: NDArray[np.int64], meters: Sequence[str]
) -> None:
    """Write `meter,at,step,reason`, by meter and instant; a conflict is a step of 0."""
    reasons = [*ASIDE_REASONS, RowReason.CONFLICT]
    meter = np.concatenate([aside.meter, conflicts[:, 0]])
    at = np.concatenate([aside.at.view(np.int64), conflicts[:, 1]])
    step = np.concatenate([aside.value, np.zeros(len(conflicts))])
    reason = np.concatenate([aside.reason, np.full(len(conflicts), len(ASIDE_REASONS))])
    order = np.lexsort((at, meter))
    columns = {
        "meter": _named(meter[order], meters),
        "at": instants(at[order].view("datetime64[us]")),
        "step": pa.array(step[order]),
        "reason": _named(reason[order], reasons),
    }
    _write(path, columns)


def write_refused(path: Path, refused: RefusedRows) -> None:
    """Write `line,meter,at,value,reason,remedy`, in the order of the readings file."""
    reasons = refused.reasons()
    columns = {
        "line": pa.array(refused.line),
        "meter": refused.meter,
        "at": refused.at,
        "value": refused.value,
        "reason": pa.array([reason.value for reason in reasons], type=pa.string()),
        "remedy": pa.array([REMEDIES[reason] for reason in reasons], type=pa.string()),
    }
    _write(path, columns)


def instants(at: NDArray[np.datetime64]) -> Column:
    """Return instants in ISO 8601 with Z; each text is made once, and fractions only where there are any."""
    distinct, places = np.unique(at.view(np.int64), return_inverse=True)
    texts = [
        f"{np.datetime_as_string(one.view('datetime64[us]'), unit='us' if one % _SECOND else 's')}Z"
        for one in distinct
    ]
    return pa.array(texts, type=pa.string()).take(pa.array(places))


def _named(places: NDArray[np.integer], names: Sequence[str]) -> Column:
    return pa.array(list(names), type=pa.string()).take(pa.array(places.astype(np.int64)))


def _write(path: Path, columns: dict[str, Column]) -> None:
    with path.open("wb") as file:
        file.write((",".join(columns) + "\n").encode())
        table, style = pa.table(columns), "needed" if _has_commas(columns) else "none"
        csv.write_csv(table, file, csv.WriteOptions(include_header=False, quoting_style=style))


def _has_commas(columns: dict[str, Column]) -> bool:
    """Tell whether a text has to be quoted; pyarrow quotes every text or none."""
    texts = [column for column in columns.values() if column.type == pa.string()]
    options = pc.MatchSubstringOptions('[",\r\n]')
    return any(
        pc.call_function("any", [pc.call_function("match_substring_regex", [column], options)]).as_py()
        for column in texts
    )
