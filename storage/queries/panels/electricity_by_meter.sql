-- Electricity meters by what they counted within the period, most first.
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
    daily.meter_name,
    daily.place_name,
    daily.level,
    daily.item,
    sum(daily.amount) AS amount,
    (sum(daily.estimated) / nullif(sum(daily.amount), 0))::double precision AS estimated_share,
    avg(daily.coverage)::double precision AS coverage
FROM analytics.daily AS daily
WHERE
    daily.medium = 'electricity'
    AND daily.quantity = 'energy_kwh'
    AND daily.day >= (%(since)s::timestamptz AT TIME ZONE daily.timezone)::date
    AND daily.day <= (%(now)s::timestamptz AT TIME ZONE daily.timezone)::date
    AND (
        %(institution)s::text IS NULL
        OR daily.institution IN (SELECT chosen.institution FROM chosen)
    )
    AND (%(place)s::text IS NULL OR daily.site = %(place)s::text)
GROUP BY daily.meter, daily.meter_name, daily.place_name, daily.level, daily.item
ORDER BY sum(daily.amount) DESC, daily.meter ASC
LIMIT 50
