-- Hours of meters within stretches of instants that show when their amount was used: close readings bound
-- them wholly, and they hold nothing that an earlier standstill missed. Long gaps are shaped by them.
SELECT
    hourly.meter_id,
    array_agg(hourly.hour ORDER BY hourly.hour) AS starts,
    array_agg(hourly.amount ORDER BY hourly.hour) AS amounts,
    array_agg(hourly.estimated ORDER BY hourly.hour) AS estimates,
    array_agg(hourly.coverage ORDER BY hourly.hour) AS coverages
FROM
    unnest(%(meters)s::integer[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
        AS stretch (meter_id, stretch_start, stretch_end)
INNER JOIN consumption_hourly AS hourly
    ON
        stretch.meter_id = hourly.meter_id
        AND stretch.stretch_start <= hourly.hour
        AND stretch.stretch_end > hourly.hour
WHERE
    hourly.coverage = 1
    AND hourly.estimated = 0
    AND NOT hourly.reasons && ARRAY['gap', 'similar_days', 'catch_up']
GROUP BY hourly.meter_id
ORDER BY hourly.meter_id
