-- Days of some meters between two dates, one row a meter, its days in order.
SELECT
    daily.meter_id,
    array_agg(daily.day ORDER BY daily.day) AS starts,
    array_agg(daily.amount ORDER BY daily.day) AS amounts,
    array_agg(daily.estimated ORDER BY daily.day) AS estimates,
    array_agg(daily.coverage ORDER BY daily.day) AS coverages,
    array_agg(daily.revision ORDER BY daily.day) AS revisions
FROM analytics.daily AS daily
WHERE
    daily.meter_id = any(%(meters)s::integer[])
    AND daily.day >= %(since)s
    AND daily.day < %(until)s
GROUP BY daily.meter_id
