-- The least flow of each night of the period into a whole site: what runs while nobody uses water.
-- by the clock of each site, once
WITH shown AS MATERIALIZED (
    SELECT
        site.place,
        site.place_name,
        (%(since)s::timestamptz AT TIME ZONE site.timezone)::date AS first_day,
        (%(now)s::timestamptz AT TIME ZONE site.timezone)::date AS last_day
    FROM analytics.site AS site
    WHERE %(place)s::text IS NULL OR site.place = %(place)s::text
)

SELECT
    night.day AS label,
    shown.place_name AS series,
    night.night_m3h AS value,
    1.0::double precision AS coverage
FROM analytics.night_flow AS night
INNER JOIN shown ON night.site = shown.place AND night.day BETWEEN shown.first_day AND shown.last_day
WHERE
    night.level = 1
    AND night.medium = 'water'
    AND night.night_m3h IS NOT NULL
    -- these two the view can use before it computes a night, the two by the clock of the site it cannot
    AND night.day >= %(since)s::timestamptz::date - 1
    AND night.day <= %(now)s::timestamptz::date + 1
    AND (
        %(institution)s::text IS NULL
        OR night.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
    AND (%(place)s::text IS NULL OR night.site = %(place)s::text)
ORDER BY shown.place ASC, night.day ASC
