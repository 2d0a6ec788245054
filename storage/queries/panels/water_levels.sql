-- What the meters of each level counted within the period by site, and what the main meters counted beyond
-- the second level: a loss, or a use that has no meter.
WITH counted AS (
    SELECT
        daily.site,
        sum(daily.amount) FILTER (WHERE daily.level = 1) AS first_level,
        sum(daily.amount) FILTER (WHERE daily.level = 2) AS second_level,
        sum(daily.amount) FILTER (WHERE daily.level = 3) AS third_level,
        avg(daily.coverage)::double precision AS coverage
    FROM analytics.daily AS daily
    WHERE
        daily.medium = 'water'
        AND daily.quantity = 'volume_m3'
        AND daily.day >= (%(since)s::timestamptz AT TIME ZONE 'UTC')::date - 1
        AND daily.day <= (%(now)s::timestamptz AT TIME ZONE 'UTC')::date + 1
        AND (
            daily.day > (%(since)s::timestamptz AT TIME ZONE 'UTC')::date
            OR daily.day >= (%(since)s::timestamptz AT TIME ZONE daily.timezone)::date
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
    GROUP BY daily.site
)

SELECT
    CASE
        WHEN %(language)s = 'en' AND place.place_name_en <> '' THEN place.place_name_en
        ELSE place.place_name
    END AS site,
    place.place AS site_code,
    counted.first_level,
    counted.second_level,
    counted.third_level,
    counted.first_level - counted.second_level AS unaccounted,
    (counted.first_level - counted.second_level) / nullif(counted.first_level, 0) AS unaccounted_share,
    counted.coverage
FROM counted
INNER JOIN analytics.place AS place ON counted.site = place.place
ORDER BY counted.first_level DESC NULLS LAST, place.place ASC
LIMIT 100
