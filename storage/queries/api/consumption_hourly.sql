-- Consumption of a meter, or of all meters of an institution, by hour: a row a meter, hours as arrays.
WITH page AS (
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
)

SELECT
    page.meter,
    page.institution,
    page.medium,
    page.quantity,
    page.unit,
    page.timezone,
    array_agg(page.hour ORDER BY page.hour) AS hour,
    array_agg(page.amount ORDER BY page.hour) AS amount,
    array_agg(page.estimated ORDER BY page.hour) AS estimated,
    array_agg(page.coverage ORDER BY page.hour) AS coverage,
    -- arrays of different lengths make no array
    array_agg(array_to_string(page.reasons, ' ') ORDER BY page.hour) AS reasons,
    array_agg(page.revision ORDER BY page.hour) AS revision
FROM page
GROUP BY page.meter, page.institution, page.medium, page.quantity, page.unit, page.timezone
ORDER BY page.meter
