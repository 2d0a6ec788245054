-- Months of some meters between two dates, one row a meter, its months in order.
SELECT
    monthly.meter_id,
    array_agg(monthly.month ORDER BY monthly.month) AS starts,
    array_agg(monthly.amount ORDER BY monthly.month) AS amounts,
    array_agg(monthly.estimated ORDER BY monthly.month) AS estimates,
    array_agg(monthly.coverage ORDER BY monthly.month) AS coverages,
    array_agg(monthly.revision ORDER BY monthly.month) AS revisions
FROM analytics.monthly AS monthly
WHERE
    monthly.meter_id = any(%(meters)s::integer[])
    AND monthly.month >= %(since)s
    AND monthly.month < %(until)s
GROUP BY monthly.meter_id
