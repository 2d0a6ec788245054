"""The columns of an export: their units and meanings, and frames made of what storage reads."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from storage.export import ExportedMeter, Grain, MeterSeries

OF_METER = {
    "meter": "code of the measuring point",
    "meter_name": "its name, as in the registry",
    "medium": "water, reclaimed_water, electricity, gas or heat",
    "unit": "unit of amount and estimated",
    "level": "1 the whole unit, 2 a building or zone, 3 a piece of equipment",
    "parent": "code of the meter above it; null: none",
    "item": "item of electricity use; empty: none",
    "place": "code of the place it stands at",
    "place_name": "name of that place",
    "site": "code of its site",
    "timezone": "IANA time zone of the site: days and months are cut in it",
    "institution": "code of the institution",
    "institution_name": "its name",
}
STARTS = {
    Grain.HOUR: {
        "hour": "beginning of the hour, UTC",
        "hour_local": "the same on the clock of the site (column timezone)",
    },
    Grain.DAY: {"day": "day of the site's own calendar"},
    Grain.MONTH: {"month_start": "first day of the month of the site's own calendar"},
}
FIGURES = {
    "amount": "what was used; what nobody can know has no row",
    "estimated": "the part of amount that no close readings bound",
    "coverage": "share of the interval between readings no further apart than expected, 0 to 1",
    "revision": "1, and one more each time late data or the registry changed the row",
}
REASONS = {
    "reasons": "why the hour is no plain difference of close readings, with blanks between; empty: it is one"
}


def meanings(grain: Grain) -> dict[str, str]:
    """Return the columns of an export in order, each with its meaning."""
    return OF_METER | STARTS[grain] | FIGURES | (REASONS if grain is Grain.HOUR else {})


def units(grain: Grain, unit: str) -> dict[str, str]:
    """Return the units of those columns that have one; `unit` is that of the quantity."""
    clocks = {"hour": "UTC", "hour_local": "local time"} if grain is Grain.HOUR else {}
    return {"amount": unit, "estimated": unit, "coverage": "1"} | clocks


def frame(meters: Sequence[ExportedMeter], series: Mapping[int, MeterSeries], grain: Grain) -> pd.DataFrame:
    """Return the rows of some meters in their order; those without a series have none.

    Columns are those of `meanings`; what is of the meter is categorical, instants are datetime64[us] without
    a zone (`hour` in UTC, `hour_local` on the site's clock).
    """
    present = [meter for meter in meters if meter.meter_id in series]
    found = [series[meter.meter_id] for meter in present]
    row_of = np.repeat(np.arange(len(present)), [len(one.start) for one in found])
    columns: dict[str, object] = {
        name: _repeated([getattr(meter, name) for meter in present], row_of) for name in OF_METER
    }
    first, *local = STARTS[grain]
    columns[first] = np.concatenate([one.start for one in found])
    if local:
        clocks = [_local(one.start, meter.timezone) for meter, one in zip(present, found, strict=True)]
        columns[local[0]] = np.concatenate(clocks)
    columns["amount"] = np.concatenate([one.amount for one in found])
    columns["estimated"] = np.concatenate([one.estimated for one in found])
    columns["coverage"] = np.concatenate([one.coverage for one in found]).astype(np.float32)
    columns["revision"] = np.concatenate([np.asarray(one.revision, np.int32) for one in found])
    if grain is Grain.HOUR:
        columns["reasons"] = pd.Categorical([reason for one in found for reason in one.reasons])
    return pd.DataFrame(columns)


def _repeated(values: Sequence[str | int | None], row_of: NDArray[np.intp]) -> object:
    codes, categories = pd.factorize(np.asarray(values, dtype=object))
    return pd.Categorical.from_codes(codes[row_of], categories=pd.Index(categories))


def _local(instants: NDArray[np.datetime64], zone: str) -> NDArray[np.datetime64]:
    return pd.DatetimeIndex(instants, tz="UTC").tz_convert(zone).tz_localize(None).to_numpy()
