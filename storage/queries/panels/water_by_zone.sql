-- What the second-level meters of mains water counted today and yesterday, by the place they stand at; most
-- first.
WITH used AS (
    SELECT
        CASE
            WHEN %(language)s = 'en' AND place.place_name_en <> '' THEN place.place_name_en
            ELSE place.place_name
        END AS zone,
        here.today - daily.day AS days_ago,
        sum(daily.amount) AS amount,
        avg(daily.coverage) AS coverage
    FROM analytics.daily AS daily
    INNER JOIN analytics.place AS place ON daily.place = place.place
    CROSS JOIN LATERAL (SELECT (%(now)s::timestamptz AT TIME ZONE daily.timezone)::date AS today) AS here
    WHERE
        daily.level = 2
        AND daily.medium = 'water'
        AND daily.quantity = 'volume_m3'
        AND daily.day >= (%(now)s::timestamptz AT TIME ZONE 'UTC')::date - 2
        AND daily.day <= (%(now)s::timestamptz AT TIME ZONE 'UTC')::date + 1
        AND daily.day BETWEEN here.today - 1 AND here.today
        AND (
            %(institution)s::text IS NULL
            OR daily.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
        )
        AND (%(place)s::text IS NULL OR daily.site = %(place)s::text)
    GROUP BY zone, days_ago
)

SELECT
    used.zone AS label,
    CASE used.days_ago WHEN 0 THEN 'today' ELSE 'yesterday' END AS series,
    used.amount AS value,
    1.0::double precision AS coverage
FROM used
ORDER BY
    used.days_ago DESC,
    max(used.amount) OVER (PARTITION BY used.zone) DESC,
    used.zone ASC
LIMIT 40
