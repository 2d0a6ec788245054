-- Make the months of the scratch spans what was computed, and return how many changed.
WITH gone AS (
    DELETE FROM consumption_monthly AS monthly
    USING scratch_month_span AS span
    WHERE
        monthly.meter_id = span.meter_id
        AND monthly.month >= span.span_start
        AND monthly.month < span.span_end
        AND NOT EXISTS (
            SELECT FROM scratch_month AS fresh
            WHERE fresh.meter_id = monthly.meter_id AND fresh.month = monthly.month
        )
    RETURNING monthly.meter_id
),

changed AS (
    INSERT INTO consumption_monthly AS monthly (
        meter_id, month, amount, estimated, coverage, revision, computed_at
    )
    SELECT
        fresh.meter_id,
        fresh.month,
        fresh.amount,
        fresh.estimated,
        fresh.coverage,
        1,
        %(computed_at)s
    FROM scratch_month AS fresh
    ON CONFLICT (meter_id, month) DO UPDATE
        SET
            amount = excluded.amount,
            estimated = excluded.estimated,
            coverage = excluded.coverage,
            revision = monthly.revision + 1,
            computed_at = excluded.computed_at
        WHERE (monthly.amount, monthly.estimated, monthly.coverage)
        IS DISTINCT FROM (excluded.amount, excluded.estimated, excluded.coverage)
    RETURNING monthly.meter_id
)

SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM changed)
