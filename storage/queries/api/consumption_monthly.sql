-- Consumption of a meter, or of all meters of an institution, by month: a row a meter, months as arrays.
WITH page AS (
    SELECT
        monthly.meter,
        monthly.institution,
        monthly.medium,
        monthly.quantity,
        monthly.unit,
        monthly.timezone,
        monthly.month,
        monthly.amount,
        monthly.estimated,
        monthly.coverage,
        monthly.revision
    FROM analytics.monthly AS monthly
    WHERE
        (%(meter)s::text IS NULL OR monthly.meter = %(meter)s)
        AND (%(institution)s::text IS NULL OR monthly.institution = %(institution)s)
        AND (%(medium)s::text IS NULL OR monthly.medium = %(medium)s)
        AND (%(since)s::date IS NULL OR monthly.month >= %(since)s)
        AND (%(until)s::date IS NULL OR monthly.month < %(until)s)
        AND (
            %(after_meter)s::text IS NULL
            OR (monthly.meter, monthly.month)
            > (%(after_meter)s::text, (%(after_month)s || '-01')::date)
        )
    ORDER BY monthly.meter, monthly.month
    LIMIT %(rows)s
)

SELECT
    page.meter,
    page.institution,
    page.medium,
    page.quantity,
    page.unit,
    page.timezone,
    array_agg(to_char(page.month, 'YYYY-MM') ORDER BY page.month) AS month,
    array_agg(page.amount ORDER BY page.month) AS amount,
    array_agg(page.estimated ORDER BY page.month) AS estimated,
    array_agg(page.coverage ORDER BY page.month) AS coverage,
    array_agg(page.revision ORDER BY page.month) AS revision
FROM page
GROUP BY page.meter, page.institution, page.medium, page.quantity, page.unit, page.timezone
ORDER BY page.meter
