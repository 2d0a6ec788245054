-- Hours of some meters between two instants, one row a meter, its hours in order.
SELECT
    hourly.meter_id,
    array_agg(hourly.hour ORDER BY hourly.hour) AS starts,
    array_agg(hourly.amount ORDER BY hourly.hour) AS amounts,
    array_agg(hourly.estimated ORDER BY hourly.hour) AS estimates,
    array_agg(hourly.coverage ORDER BY hourly.hour) AS coverages,
    array_agg(hourly.revision ORDER BY hourly.hour) AS revisions,
    array_agg(array_to_string(hourly.reasons, ' ') ORDER BY hourly.hour) AS reasons
FROM analytics.hourly AS hourly
WHERE
    hourly.meter_id = any(%(meters)s::integer[])
    AND hourly.hour >= %(since)s
    AND hourly.hour < %(until)s
GROUP BY hourly.meter_id
