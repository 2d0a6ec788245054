-- Hours of meters within spans of instants, in order.
SELECT
    span.meter_id,
    array_agg(hourly.hour ORDER BY hourly.hour) AS starts,
    array_agg(hourly.amount ORDER BY hourly.hour) AS amounts,
    array_agg(hourly.estimated ORDER BY hourly.hour) AS estimates,
    array_agg(hourly.coverage ORDER BY hourly.hour) AS coverages
FROM
    unnest(%(meters)s::integer[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
        AS span (meter_id, span_start, span_end)
INNER JOIN consumption_hourly AS hourly
    ON
        span.meter_id = hourly.meter_id
        AND span.span_start <= hourly.hour
        AND span.span_end > hourly.hour
GROUP BY span.meter_id
ORDER BY span.meter_id
