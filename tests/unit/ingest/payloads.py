"""Payloads for Hypothesis: any bytes, anything shaped like JSON, and what is nearly a report."""

from datetime import UTC, datetime, timedelta, timezone

import orjson
from hypothesis import strategies as st

from models.quantities import QUANTITIES, Quantity
from models.reports import Position, Report, SatelliteSystem

NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
INSTALLED_AT = datetime(2026, 1, 1, tzinfo=UTC)

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=30)
)
documents = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=10), inner, max_size=5)
    ),
    max_leaves=25,
)

instants = st.datetimes(
    INSTALLED_AT.replace(tzinfo=None),
    NOW.replace(tzinfo=None),
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
).filter(lambda at: INSTALLED_AT <= at <= NOW)
stamps = (
    instants.map(datetime.isoformat)
    | instants.map(lambda at: int(at.timestamp() * 1000))
    | st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat)
    | st.sampled_from(["2026-11-21T08:15:00", "2026-11-21T23:15:00+23:59", "0001-01-01T00:00:00+10:00"])
    | scalars
)
names = st.sampled_from([quantity.name for quantity in QUANTITIES]) | st.text(
    st.characters(codec="utf-8"), max_size=100
)
positions = documents | st.fixed_dictionaries(
    {"lon": scalars | st.floats(-180, 180), "lat": scalars | st.floats(-90, 90)},
    optional={"satellites": scalars, "speed_kmh": scalars, "system": scalars, "altitude_m": scalars},
)
near_reports = st.fixed_dictionaries(
    {},
    optional={
        "at": stamps,
        "seq": scalars,
        "values": documents | st.dictionaries(names, documents | st.floats(0, 100), max_size=5),
        "position": positions,
        "volume_m3": documents,
    },
)
near_payloads = (near_reports | st.lists(near_reports | documents, max_size=4)).map(orjson.dumps)


def _values(quantity: Quantity) -> st.SearchStrategy[float]:
    return st.floats(quantity.low, quantity.high, width=64)


_fixes = st.builds(
    Position,
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    altitude_m=st.none() | st.floats(-500, 9_000),
    speed_kmh=st.none() | st.floats(0, 400),
    heading_deg=st.none() | st.floats(0, 360),
    satellites=st.none() | st.integers(0, 200),
    system=st.none() | st.sampled_from(SatelliteSystem),
)
reports = st.builds(
    Report,
    at=instants,
    values=st.fixed_dictionaries({}, optional={q.name: _values(q) for q in QUANTITIES}),
    position=st.none() | _fixes,
).filter(lambda report: bool(report.values) or report.position is not None)
