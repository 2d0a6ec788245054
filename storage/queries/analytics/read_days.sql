-- Days of meters within spans of days, in order.
SELECT
    span.meter_id,
    array_agg(daily.day ORDER BY daily.day) AS starts,
    array_agg(daily.amount ORDER BY daily.day) AS amounts,
    array_agg(daily.estimated ORDER BY daily.day) AS estimates,
    array_agg(daily.coverage ORDER BY daily.day) AS coverages
FROM
    unnest(%(meters)s::integer[], %(starts)s::date[], %(ends)s::date[])
        AS span (meter_id, span_start, span_end)
INNER JOIN consumption_daily AS daily
    ON
        span.meter_id = daily.meter_id
        AND span.span_start <= daily.day
        AND span.span_end > daily.day
GROUP BY span.meter_id
ORDER BY span.meter_id
