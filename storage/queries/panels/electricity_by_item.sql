-- What the second-level electricity meters counted by sub-item on each of the last 35 days of the site's
-- calendar.
SELECT
    daily.day AS label,
    daily.item AS series,
    sum(daily.amount) AS value,
    avg(daily.coverage) AS coverage
FROM analytics.daily AS daily
WHERE
    daily.level = 2
    AND daily.medium = 'electricity'
    AND daily.quantity = 'energy_kwh'
    AND daily.item <> ''
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
GROUP BY daily.day, daily.item
ORDER BY
    array_position(ARRAY['lighting_sockets', 'hvac', 'power', 'special'], daily.item) ASC NULLS LAST,
    daily.item ASC,
    daily.day ASC
