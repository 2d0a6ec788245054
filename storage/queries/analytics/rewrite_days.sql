-- Make the days of the scratch spans what was computed, and return how many changed.
WITH gone AS (
    DELETE FROM consumption_daily AS daily
    USING scratch_day_span AS span
    WHERE
        daily.meter_id = span.meter_id
        AND daily.day >= span.span_start
        AND daily.day < span.span_end
        AND NOT EXISTS (
            SELECT FROM scratch_day AS fresh
            WHERE fresh.meter_id = daily.meter_id AND fresh.day = daily.day
        )
    RETURNING daily.meter_id
),

changed AS (
    INSERT INTO consumption_daily AS daily (
        meter_id, day, amount, estimated, coverage, night_amounts, revision, computed_at
    )
    SELECT
        fresh.meter_id,
        fresh.day,
        fresh.amount,
        fresh.estimated,
        fresh.coverage,
        CASE
            WHEN quantity.name = 'volume_m3'
                THEN
                    nullif(
                        array_replace(fresh.night_amounts, 'NaN', NULL),
                        ARRAY[NULL, NULL, NULL, NULL, NULL, NULL]::double precision[]
                    )
        END,
        1,
        %(computed_at)s
    FROM scratch_day AS fresh
    INNER JOIN meter ON fresh.meter_id = meter.id
    INNER JOIN quantity ON meter.quantity_id = quantity.id
    ON CONFLICT (meter_id, day) DO UPDATE
        SET
            amount = excluded.amount,
            estimated = excluded.estimated,
            coverage = excluded.coverage,
            night_amounts = excluded.night_amounts,
            revision = daily.revision + 1,
            computed_at = excluded.computed_at
        WHERE (daily.amount, daily.estimated, daily.coverage, daily.night_amounts)
        IS DISTINCT FROM (excluded.amount, excluded.estimated, excluded.coverage, excluded.night_amounts)
    RETURNING daily.meter_id
)

SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM changed)
