-- Readings of a meter as they arrived.
SELECT
    meter.meter,
    reading.device,
    reading.quantity,
    reading.unit,
    reading.at,
    reading.value,
    reading.received_at
FROM analytics.meter AS meter
INNER JOIN analytics.reading AS reading
    ON meter.device = reading.device AND meter.quantity = reading.quantity
WHERE
    meter.meter = %(meter)s
    AND reading.at >= %(since)s
    AND reading.at < %(until)s
    AND (%(after_at)s::timestamptz IS NULL OR reading.at > %(after_at)s)
ORDER BY reading.at
LIMIT %(rows)s
