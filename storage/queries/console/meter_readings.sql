-- The newest readings of a meter's register within a span, the newest first.
SELECT
    reading.at,
    reading.value,
    reading.received_at
FROM analytics.reading AS reading
INNER JOIN analytics.meter AS meter
    ON reading.device = meter.device AND reading.quantity = meter.quantity
WHERE
    meter.meter = %(meter)s
    AND reading.at >= %(since)s
    AND reading.at <= %(until)s
ORDER BY reading.at DESC
LIMIT 12
