-- What the buildings of an institution and all below it used in a month, the month before, and the month a
-- year before: those meters that serve this building only, or serve nothing in particular and stand in it,
-- and above which none of them does.
WITH RECURSIVE within AS (
    SELECT
        place.id AS building_id,
        place.id AS place_id
    FROM institution
    INNER JOIN institution_scope AS scope ON institution.id = scope.institution_id
    INNER JOIN analytics.site AS site ON scope.member_id = site.institution_id
    INNER JOIN place ON site.place_id = place.id AND place.kind = 'building'
    WHERE institution.code = %(institution)s
    UNION
    SELECT
        within.building_id,
        place.id
    FROM within
    INNER JOIN place ON within.place_id = place.parent_id
),

serves AS (
    SELECT
        meter_serves.meter_id,
        meter_serves.place_id
    FROM meter_serves
    UNION ALL
    SELECT
        meter.id,
        meter.place_id
    FROM meter
    WHERE NOT EXISTS (SELECT FROM meter_serves WHERE meter_serves.meter_id = meter.id)
),

counted AS (
    SELECT
        within.building_id,
        meter.id AS meter_id,
        meter.parent_id,
        meter.medium,
        quantity.unit
    FROM within
    INNER JOIN serves ON within.place_id = serves.place_id
    INNER JOIN meter ON serves.meter_id = meter.id
    INNER JOIN quantity ON meter.quantity_id = quantity.id
    INNER JOIN unnest(%(media)s::text[], %(quantities)s::text[]) AS balanced (medium, quantity)
        ON meter.medium = balanced.medium AND quantity.name = balanced.quantity
    GROUP BY within.building_id, meter.id, quantity.id
    HAVING count(*) = (SELECT count(*) FROM serves AS every WHERE every.meter_id = meter.id)
),

above AS (
    SELECT
        counted.building_id,
        counted.meter_id,
        counted.parent_id AS above_id
    FROM counted
    WHERE counted.parent_id IS NOT NULL
    UNION
    SELECT
        above.building_id,
        above.meter_id,
        meter.parent_id
    FROM above
    INNER JOIN meter ON above.above_id = meter.id
    WHERE meter.parent_id IS NOT NULL
),

topmost AS (
    SELECT counted.*
    FROM counted
    WHERE NOT EXISTS (
        SELECT
        FROM above
        INNER JOIN counted AS upper
            ON above.building_id = upper.building_id AND above.above_id = upper.meter_id
        WHERE above.building_id = counted.building_id AND above.meter_id = counted.meter_id
    )
),

used AS (
    SELECT
        topmost.building_id,
        topmost.medium,
        topmost.unit,
        sum(monthly.amount) FILTER (WHERE monthly.month = %(month)s::date) AS amount,
        min(monthly.coverage) FILTER (WHERE monthly.month = %(month)s::date) AS coverage,
        sum(monthly.amount) FILTER (
            WHERE monthly.month = (%(month)s::date - interval '1 month')::date AND monthly.coverage >= 0.8
        ) AS last_month,
        sum(monthly.amount) FILTER (
            WHERE monthly.month = (%(month)s::date - interval '1 year')::date AND monthly.coverage >= 0.8
        ) AS last_year
    FROM topmost
    LEFT JOIN consumption_monthly AS monthly ON topmost.meter_id = monthly.meter_id
    GROUP BY topmost.building_id, topmost.medium, topmost.unit
)

SELECT
    site.institution,
    site.place AS code,
    site.place_name AS name,
    used.medium,
    used.unit,
    used.amount,
    used.coverage,
    used.last_month,
    used.last_year
FROM used
INNER JOIN analytics.site AS site ON used.building_id = site.place_id
WHERE used.amount IS NOT NULL
ORDER BY
    array_position(%(media)s::text[], used.medium),
    used.amount / nullif(used.last_month, 0) DESC NULLS LAST,
    site.place
