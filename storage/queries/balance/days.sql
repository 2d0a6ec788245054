-- Days of meters within a period, in order.
SELECT
    daily.meter_id,
    array_agg(daily.day ORDER BY daily.day) AS starts,
    array_agg(daily.amount ORDER BY daily.day) AS amounts,
    array_agg(daily.estimated ORDER BY daily.day) AS estimates,
    array_agg(daily.coverage ORDER BY daily.day) AS coverages
FROM analytics.daily AS daily
WHERE
    daily.meter_id = any(%(meters)s::integer[])
    AND daily.day >= %(period_start)s
    AND daily.day < %(period_end)s
GROUP BY daily.meter_id
ORDER BY daily.meter_id
