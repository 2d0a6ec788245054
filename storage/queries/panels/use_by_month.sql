-- What the main meters of one medium counted in each of the last thirteen months.
SELECT
    monthly.month AS label,
    monthly.medium AS series,
    sum(monthly.amount) AS value,
    avg(monthly.coverage) AS coverage
FROM analytics.monthly AS monthly
WHERE
    monthly.level = 1
    AND monthly.medium = %(medium)s
    AND monthly.quantity = %(quantity)s
    AND monthly.month > (%(now)s::timestamptz - interval '13 months')::date
    AND monthly.month <= (%(now)s::timestamptz AT TIME ZONE monthly.timezone)::date
    AND (
        %(institution)s::text IS NULL
        OR monthly.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
    AND (%(place)s::text IS NULL OR monthly.site = %(place)s::text)
GROUP BY monthly.month, monthly.medium
ORDER BY monthly.month ASC
