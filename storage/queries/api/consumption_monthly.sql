-- Consumption of a meter, or of all meters of an institution, by month.
SELECT
    monthly.meter,
    monthly.institution,
    monthly.medium,
    monthly.quantity,
    monthly.unit,
    monthly.timezone,
    to_char(monthly.month, 'YYYY-MM') AS month,
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
