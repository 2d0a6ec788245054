-- Consumption of a meter, or of all meters of an institution, by day: a row a meter, days as arrays.
WITH page AS (
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
)

SELECT
    page.meter,
    page.institution,
    page.medium,
    page.quantity,
    page.unit,
    page.timezone,
    array_agg(page.day ORDER BY page.day) AS day,
    array_agg(page.amount ORDER BY page.day) AS amount,
    array_agg(page.estimated ORDER BY page.day) AS estimated,
    array_agg(page.coverage ORDER BY page.day) AS coverage,
    array_agg(page.revision ORDER BY page.day) AS revision
FROM page
GROUP BY page.meter, page.institution, page.medium, page.quantity, page.unit, page.timezone
ORDER BY page.meter
