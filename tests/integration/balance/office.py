"""The project's office compound in March 2026, with days and hours that a hand calculation follows."""

from collections.abc import Mapping

from tests.integration.compound import load_compound
from tests.integration.database import Database
from tests.integration.nights import keep_nights

M3_A_DAY: Mapping[str, float] = {
    "w1-east": 100,
    "w2-a": 40,
    "w2-b": 20,
    "w2-c": 10,
    "w2-dc": 10,
    "w2-p": 15,
    **{f"w3-a-f{floor}": 4 for floor in range(1, 9)},
    "w3-a-purifier": 5,
    "w1-west": 50,
    "w2-k": 30,
    "w2-l": 10,
    "w2-h": 8,
}
"""No building counts 5 m3 of the east main and 2 of the west; 3 of the main building's 40 no floor does."""

KWH_A_DAY: Mapping[str, float] = {"e1-01": 1000, "e2-ls": 300, "e2-ac": 200, "e2-pw": 100, "e2-sp": 250}

DAYS = """
INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, computed_at)
SELECT meter.id, day::date, used.amount, used.amount / 10, 1, '2026-04-01Z'
FROM unnest(%(codes)s::text[], %(amounts)s::float8[]) AS used (code, amount)
INNER JOIN meter ON used.code = meter.code
CROSS JOIN generate_series(date '2026-03-01', date '2026-03-31', interval '1 day') AS day
"""
HOURS = """
INSERT INTO consumption_hourly (meter_id, hour, amount, estimated, coverage, computed_at)
SELECT
    meter.id,
    hour,
    -- the night uses 0.5 m3/h from 01:00 to 05:00, the other twenty hours the rest
    CASE WHEN extract(HOUR FROM hour AT TIME ZONE 'Asia/Shanghai') BETWEEN 1 AND 4
        THEN 0.5 ELSE (used.amount - 2) / 20 END,
    0,
    1,
    '2026-04-01Z'
FROM unnest(%(codes)s::text[], %(amounts)s::float8[]) AS used (code, amount)
INNER JOIN meter ON used.code = meter.code
CROSS JOIN generate_series(
    timestamptz '2026-02-28 16:00Z', timestamptz '2026-03-03 15:00Z', interval '1 hour'
) AS hour
"""


def furnish(database: Database) -> None:
    """Load the compound and what its meters used: days of March, and hours of its first three days."""
    with database.connect() as connection:
        load_compound(connection)
        used = {**M3_A_DAY, **KWH_A_DAY}
        connection.execute(DAYS, {"codes": list(used), "amounts": list(used.values())})
        mains = {code: M3_A_DAY[code] for code in ("w1-east", "w1-west", "w2-a", "w2-k")}
        connection.execute(HOURS, {"codes": list(mains), "amounts": list(mains.values())})
        keep_nights(connection)
