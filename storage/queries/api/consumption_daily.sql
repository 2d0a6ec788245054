-- Consumption of a meter, or of all meters of an institution, by day.
SELECT
    daily.meter,
    daily.institution,
    daily.medium,
    daily.quantity,
    daily.unit,
    daily.timezone,
    daily.day,
    daily.amount,
    daily.estimated,
    daily.coverage,
    daily.revision
FROM analytics.daily AS daily
WHERE
    (%(meter)s::text IS NULL OR daily.meter = %(meter)s)
    AND (%(institution)s::text IS NULL OR daily.institution = %(institution)s)
    AND (%(medium)s::text IS NULL OR daily.medium = %(medium)s)
    AND daily.day >= %(since)s
    AND daily.day < %(until)s
    AND (
        %(after_meter)s::text IS NULL
        OR (daily.meter, daily.day)
        > (%(after_meter)s::text, %(after_day)s::date)
    )
ORDER BY daily.meter, daily.day
LIMIT %(rows)s
