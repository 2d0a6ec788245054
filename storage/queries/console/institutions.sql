-- The institutions directly below one, or the topmost that the reader sees, each with all below it: how many
-- sites and meters, what the main meters counted in a period, and how many alerts fire.
WITH RECURSIVE listed AS (
    SELECT institution.*
    FROM analytics.institution AS institution
    WHERE
        institution.parent = %(institution)s::text
        OR (
            %(institution)s::text IS NULL
            AND NOT EXISTS (
                SELECT
                FROM analytics.institution AS above
                WHERE above.institution = institution.parent
            )
        )
),

tree AS (
    SELECT
        listed.institution AS root,
        listed.institution
    FROM listed
    UNION
    SELECT
        tree.root,
        below.institution
    FROM tree
    INNER JOIN analytics.institution AS below ON tree.institution = below.parent
),

used AS (
    SELECT
        tree.root,
        sum(daily.amount) FILTER (WHERE daily.medium = 'water') AS water,
        sum(daily.amount) FILTER (WHERE daily.medium = 'electricity') AS electricity
    FROM analytics.daily AS daily
    INNER JOIN tree ON daily.institution = tree.institution
    WHERE
        daily.level = 1
        AND daily.day >= %(since)s
        AND (
            (daily.medium = 'water' AND daily.quantity = 'volume_m3')
            OR (daily.medium = 'electricity' AND daily.quantity = 'energy_kwh')
        )
    GROUP BY tree.root
),

sites AS (
    SELECT
        tree.root,
        count(*) AS sites
    FROM analytics.place AS place
    INNER JOIN tree ON place.institution = tree.institution
    WHERE place.kind = 'site'
    GROUP BY tree.root
),

meters AS (
    SELECT
        tree.root,
        count(*) AS meters
    FROM analytics.meter AS meter
    INNER JOIN tree ON meter.institution = tree.institution
    GROUP BY tree.root
),

alerts AS (
    SELECT
        tree.root,
        count(*) AS firing
    FROM analytics.alert AS alert
    INNER JOIN tree ON alert.institution = tree.institution
    WHERE alert.state = 'firing'
    GROUP BY tree.root
)

SELECT
    listed.institution AS code,
    CASE
        WHEN %(language)s = 'en' AND listed.institution_name_en <> '' THEN listed.institution_name_en
        ELSE listed.institution_name
    END AS name,
    listed.type,
    coalesce(sites.sites, 0) AS sites,
    coalesce(meters.meters, 0) AS meters,
    used.water,
    used.electricity,
    coalesce(alerts.firing, 0) AS firing
FROM listed
LEFT JOIN used ON listed.institution = used.root
LEFT JOIN sites ON listed.institution = sites.root
LEFT JOIN meters ON listed.institution = meters.root
LEFT JOIN alerts ON listed.institution = alerts.root
ORDER BY listed.type = 'region' DESC, used.water DESC NULLS LAST, listed.institution ASC
LIMIT 500
