-- What the main meters of one medium counted in each of the last thirteen months.
WITH RECURSIVE chosen AS (
    SELECT institution.institution
    FROM analytics.institution AS institution
    WHERE institution.institution = %(institution)s::text
    UNION
    SELECT below.institution
    FROM analytics.institution AS below
    INNER JOIN chosen ON below.parent = chosen.institution
)

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
        OR monthly.institution IN (SELECT chosen.institution FROM chosen)
    )
    AND (%(place)s::text IS NULL OR monthly.site = %(place)s::text)
GROUP BY monthly.month, monthly.medium
ORDER BY monthly.month ASC
