-- The hours of one meter around an instant.
SELECT
    hourly.hour,
    hourly.amount,
    hourly.estimated,
    hourly.revision
FROM analytics.hourly AS hourly
WHERE
    hourly.meter = %(meter)s
    AND hourly.hour >= %(since)s
    AND hourly.hour < %(until)s
ORDER BY hourly.hour
