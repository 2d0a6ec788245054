-- Hours of meters in the nights of a time zone, from an instant up to another, that show when their amount
-- was used: as read_measured_hours has them.
SELECT
    hourly.meter_id,
    array_agg(hourly.hour ORDER BY hourly.hour) AS starts,
    array_agg(hourly.amount ORDER BY hourly.hour) AS amounts,
    array_agg(hourly.estimated ORDER BY hourly.hour) AS estimates,
    array_agg(hourly.coverage ORDER BY hourly.hour) AS coverages
FROM consumption_hourly AS hourly
WHERE
    hourly.meter_id = any(%(meters)s::integer[])
    AND hourly.hour >= %(begins)s
    AND hourly.hour < %(ends)s
    AND extract(HOUR FROM (hourly.hour + interval '1 hour') AT TIME ZONE %(zone)s) < 7
    AND hourly.coverage = 1
    AND hourly.estimated = 0
    AND NOT hourly.reasons && ARRAY['gap', 'similar_days', 'catch_up']
GROUP BY hourly.meter_id
ORDER BY hourly.meter_id
