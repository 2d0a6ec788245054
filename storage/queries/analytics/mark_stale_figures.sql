-- Mark the figures of meters' institutions as stale, for each month from the first up to, not with, the last.
INSERT INTO stale_figure (meter_id, month)
SELECT
    changed.meter_id,
    month.start
FROM
    unnest(%(meters)s::integer[], %(starts)s::date[], %(ends)s::date[])
        AS changed (meter_id, months_start, months_end)
CROSS JOIN LATERAL (
    SELECT generate_series(changed.months_start, changed.months_end - 1, '1 month')::date AS start
) AS month
