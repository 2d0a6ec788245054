-- Make the nights of meters from a night on what was computed; only what comes out otherwise is written.
WITH fresh AS (
    SELECT night.*
    FROM jsonb_populate_recordset(NULL::meter_night, %(nights)s::jsonb) AS night
),

gone AS (
    DELETE FROM meter_night AS old
    USING unnest(%(meters)s::integer[], %(firsts)s::date[]) AS span (meter_id, first)
    WHERE
        old.meter_id = span.meter_id
        AND old.night >= span.first
        AND NOT EXISTS (
            SELECT FROM fresh
            WHERE fresh.meter_id = old.meter_id AND fresh.night = old.night
        )
    RETURNING old.meter_id
),

written AS (
    INSERT INTO meter_night AS old (
        meter_id, night, flow_m3h, expected_m3h, spread_m3h, unusual, computed_at
    )
    SELECT
        fresh.meter_id,
        fresh.night,
        fresh.flow_m3h,
        fresh.expected_m3h,
        fresh.spread_m3h,
        fresh.unusual,
        %(computed_at)s
    FROM fresh
    ON CONFLICT (meter_id, night) DO UPDATE
        SET
            flow_m3h = excluded.flow_m3h,
            expected_m3h = excluded.expected_m3h,
            spread_m3h = excluded.spread_m3h,
            unusual = excluded.unusual,
            computed_at = excluded.computed_at
        WHERE (old.flow_m3h, old.expected_m3h, old.spread_m3h, old.unusual)
        IS DISTINCT FROM (excluded.flow_m3h, excluded.expected_m3h, excluded.spread_m3h, excluded.unusual)
    RETURNING old.meter_id
)

SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
