-- What each vehicle drove and cost since the year began, the dearest first.
WITH RECURSIVE chosen AS (
    SELECT institution.institution
    FROM analytics.institution AS institution
    WHERE institution.institution = %(institution)s::text
    UNION
    SELECT below.institution
    FROM analytics.institution AS below
    INNER JOIN chosen ON below.parent = chosen.institution
),

year AS (
    SELECT date_trunc('year', %(now)s::timestamptz AT TIME ZONE 'UTC')::date AS began
)

SELECT
    vehicle.plate,
    vehicle.type,
    vehicle.duty,
    driven.km,
    spent.amount_yuan,
    spent.amount_yuan / nullif(driven.km, 0) AS yuan_per_km,
    spent.unapproved
FROM analytics.vehicle_registration AS vehicle
CROSS JOIN year
LEFT JOIN LATERAL (
    SELECT sum(each.distance_m) / 1000.0::double precision AS km
    FROM analytics.vehicle_day AS each
    WHERE each.plate = vehicle.plate AND each.day >= year.began
) AS driven ON true
LEFT JOIN LATERAL (
    SELECT
        sum(cost.amount_yuan)::double precision AS amount_yuan,
        sum(cost.unapproved)::bigint AS unapproved
    FROM analytics.vehicle_cost_month AS cost
    WHERE cost.plate = vehicle.plate AND cost.month >= year.began
) AS spent ON true
WHERE
    %(institution)s::text IS NULL
    OR vehicle.institution IN (SELECT chosen.institution FROM chosen)
ORDER BY spent.amount_yuan DESC NULLS LAST, vehicle.plate ASC
LIMIT 200
