-- Make the hours of the scratch spans what was computed: those nobody knows any more go, changed ones get a
-- revision. Returns the hours that changed, by meter.
WITH gone AS (
    DELETE FROM consumption_hourly AS hourly
    USING scratch_span AS span
    WHERE
        hourly.meter_id = span.meter_id
        AND hourly.hour >= span.span_start
        AND hourly.hour < span.span_end
        AND NOT EXISTS (
            SELECT FROM scratch_hour AS fresh
            WHERE fresh.meter_id = hourly.meter_id AND fresh.hour = hourly.hour
        )
    RETURNING hourly.meter_id, hourly.hour
),

fresh AS (
    SELECT
        scratch.meter_id,
        scratch.hour,
        scratch.amount,
        scratch.estimated,
        scratch.coverage,
        string_to_array((%(reasons)s::text[])[scratch.reasons + 1], ' ') AS reasons
    FROM scratch_hour AS scratch
),

changed AS (
    INSERT INTO consumption_hourly AS hourly (
        meter_id, hour, amount, estimated, coverage, reasons, revision, computed_at
    )
    SELECT
        fresh.meter_id,
        fresh.hour,
        fresh.amount,
        fresh.estimated,
        fresh.coverage,
        fresh.reasons,
        1,
        %(computed_at)s
    FROM fresh
    LEFT JOIN consumption_hourly AS known ON fresh.meter_id = known.meter_id AND fresh.hour = known.hour
    WHERE
        known.revision IS NULL
        OR (known.amount, known.estimated, known.coverage, known.reasons)
        IS DISTINCT FROM (fresh.amount, fresh.estimated, fresh.coverage, fresh.reasons)
    ON CONFLICT (meter_id, hour) DO UPDATE
        SET
            amount = excluded.amount,
            estimated = excluded.estimated,
            coverage = excluded.coverage,
            reasons = excluded.reasons,
            revision = hourly.revision + 1,
            computed_at = excluded.computed_at
    RETURNING hourly.meter_id, hourly.hour
),

touched AS (
    SELECT
        meter_id,
        hour
    FROM gone
    UNION ALL
    SELECT
        meter_id,
        hour
    FROM changed
)

SELECT
    meter_id,
    array_agg(hour ORDER BY hour) AS hours
FROM touched
GROUP BY meter_id
ORDER BY meter_id
