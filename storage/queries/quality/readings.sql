-- What a register showed around an instant.
SELECT
    reading.at,
    reading.value
FROM analytics.reading AS reading
WHERE
    reading.device = %(device)s
    AND reading.quantity = %(quantity)s
    AND reading.at >= %(since)s
    AND reading.at < %(until)s
ORDER BY reading.at
LIMIT 2000
