-- Consumption of a meter, or of all meters of an institution, by hour.
SELECT
    hourly.meter,
    hourly.institution,
    hourly.medium,
    hourly.quantity,
    hourly.unit,
    hourly.timezone,
    hourly.hour,
    hourly.amount,
    hourly.estimated,
    hourly.coverage,
    hourly.reasons,
    hourly.revision
FROM analytics.hourly AS hourly
WHERE
    (%(meter)s::text IS NULL OR hourly.meter = %(meter)s)
    AND (%(institution)s::text IS NULL OR hourly.institution = %(institution)s)
    AND (%(medium)s::text IS NULL OR hourly.medium = %(medium)s)
    AND hourly.hour >= %(since)s
    AND hourly.hour < %(until)s
    AND (
        %(after_meter)s::text IS NULL
        OR (hourly.meter, hourly.hour)
        > (%(after_meter)s::text, %(after_hour)s::timestamptz)
    )
ORDER BY hourly.meter, hourly.hour
LIMIT %(rows)s
