-- The newest voltage of the battery of some devices, of the last 7 days.
SELECT DISTINCT ON (reading.device)
    reading.device,
    reading.value AS battery_v
FROM analytics.reading AS reading
WHERE
    reading.device = any(%(devices)s::text[])
    AND reading.quantity = 'battery_v'
    AND reading.at > %(now)s::timestamptz - interval '7 days'
ORDER BY reading.device ASC, reading.at DESC
