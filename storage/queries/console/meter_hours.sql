-- The hours of a meter within a span, each with what of it is estimated and why.
SELECT
    hourly.hour,
    hourly.amount,
    hourly.estimated,
    hourly.coverage::double precision AS coverage,
    hourly.reasons
FROM analytics.hourly AS hourly
WHERE
    hourly.meter = %(meter)s
    AND hourly.hour >= %(since)s
    AND hourly.hour < %(until)s
ORDER BY hourly.hour
