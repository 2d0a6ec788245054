-- The places directly in one, or the sites and parts of sites of an institution, each with all within it: its
-- meters, what those at the top of it counted in a period, and how much of that is known.
WITH RECURSIVE listed AS (
    SELECT place.*
    FROM analytics.place AS place
    WHERE
        place.parent = %(place)s::text
        OR (
            place.institution = %(institution)s::text
            AND NOT EXISTS (
                SELECT
                FROM analytics.place AS around
                WHERE around.place = place.parent AND around.institution = place.institution
            )
        )
),

tree AS (
    SELECT
        listed.place AS root,
        listed.place
    FROM listed
    UNION
    SELECT
        tree.root,
        within.place
    FROM tree
    INNER JOIN analytics.place AS within ON tree.place = within.parent
),

meters AS (
    SELECT
        tree.root,
        meter.meter,
        meter.medium,
        meter.quantity,
        -- a meter below another of the same place counts what that one counts already
        NOT EXISTS (
            SELECT
            FROM analytics.meter AS main
            INNER JOIN tree AS beside ON main.place = beside.place
            WHERE main.meter = meter.parent AND beside.root = tree.root
        ) AS is_top
    FROM analytics.meter AS meter
    INNER JOIN tree ON meter.place = tree.place
),

used AS (
    SELECT
        meters.root,
        sum(daily.amount) FILTER (
            WHERE meters.medium = 'water' AND meters.quantity = 'volume_m3'
        ) AS water,
        sum(daily.amount) FILTER (
            WHERE meters.medium = 'electricity' AND meters.quantity = 'energy_kwh'
        ) AS electricity,
        avg(daily.coverage) AS coverage
    FROM analytics.daily AS daily
    INNER JOIN meters ON daily.meter = meters.meter
    WHERE meters.is_top AND daily.day >= %(since)s
    GROUP BY meters.root
)

SELECT
    listed.place AS code,
    CASE
        WHEN %(language)s = 'en' AND listed.place_name_en <> '' THEN listed.place_name_en
        ELSE listed.place_name
    END AS name,
    listed.kind,
    (
        SELECT count(*)
        FROM meters
        WHERE meters.root = listed.place
    ) AS meters,
    used.water,
    used.electricity,
    used.coverage::double precision AS coverage
FROM listed
LEFT JOIN used ON listed.place = used.root
ORDER BY used.water DESC NULLS LAST, listed.place ASC
LIMIT 500
