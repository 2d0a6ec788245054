-- Meters that were not wholly read within the period, the worst first.
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
    daily.meter,
    daily.meter_name,
    daily.place_name,
    daily.medium,
    count(*) AS days,
    avg(daily.coverage)::double precision AS coverage,
    (sum(daily.estimated) / nullif(sum(daily.amount), 0))::double precision AS estimated_share
FROM analytics.daily AS daily
WHERE
    daily.day >= (%(since)s::timestamptz AT TIME ZONE daily.timezone)::date
    AND daily.day <= (%(now)s::timestamptz AT TIME ZONE daily.timezone)::date
    AND (
        %(institution)s::text IS NULL
        OR daily.institution IN (SELECT chosen.institution FROM chosen)
    )
    AND (%(place)s::text IS NULL OR daily.site = %(place)s::text)
GROUP BY daily.meter, daily.meter_name, daily.place_name, daily.medium
HAVING avg(daily.coverage) < 0.95
ORDER BY avg(daily.coverage) ASC, daily.meter ASC
LIMIT 100
