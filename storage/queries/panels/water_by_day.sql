-- What the main meters of mains and of reclaimed water counted on each of the last 35 days of the site's
-- calendar.
SELECT
    daily.day AS label,
    daily.medium AS series,
    sum(daily.amount) AS value,
    avg(daily.coverage) AS coverage
FROM analytics.daily AS daily
WHERE
    daily.level = 1
    AND daily.quantity = 'volume_m3'
    AND daily.medium IN ('water', 'reclaimed_water')
    AND daily.day > (%(now)s::timestamptz AT TIME ZONE 'UTC')::date - 36
    AND daily.day <= (%(now)s::timestamptz AT TIME ZONE 'UTC')::date + 1
    AND (
        daily.day > (%(now)s::timestamptz AT TIME ZONE 'UTC')::date - 34
        OR daily.day > (%(now)s::timestamptz AT TIME ZONE daily.timezone)::date - 35
    )
    AND (
        daily.day < (%(now)s::timestamptz AT TIME ZONE 'UTC')::date
        OR daily.day <= (%(now)s::timestamptz AT TIME ZONE daily.timezone)::date
    )
    AND (
        %(institution)s::text IS NULL
        OR daily.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
    AND (%(place)s::text IS NULL OR daily.site = %(place)s::text)
GROUP BY daily.day, daily.medium
ORDER BY daily.medium DESC, daily.day ASC
