-- Days of meters within a period.
SELECT
    daily.meter,
    daily.day,
    daily.amount,
    daily.estimated,
    daily.coverage,
    daily.revision
FROM analytics.daily AS daily
WHERE
    daily.meter = any(%(meters)s::text[])
    AND daily.day >= %(period_start)s
    AND daily.day < %(period_end)s
ORDER BY daily.meter, daily.day
