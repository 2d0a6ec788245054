-- What each vehicle drove and cost since the year began, the dearest first.
WITH driven AS (
    SELECT
        month.plate,
        sum(month.distance_m) / 1000.0::double precision AS km
    FROM analytics.vehicle_month AS month
    WHERE month.month >= date_trunc('year', %(now)s::timestamptz AT TIME ZONE 'UTC')::date
    GROUP BY month.plate
),

spent AS (
    SELECT
        month.plate,
        sum(month.amount_yuan)::double precision AS amount_yuan,
        sum(month.unapproved)::bigint AS unapproved
    FROM analytics.vehicle_cost_month AS month
    WHERE month.month >= date_trunc('year', %(now)s::timestamptz AT TIME ZONE 'UTC')::date
    GROUP BY month.plate
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
LEFT JOIN driven ON vehicle.plate = driven.plate
LEFT JOIN spent ON vehicle.plate = spent.plate
WHERE
    %(institution)s::text IS NULL
    OR vehicle.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
ORDER BY spent.amount_yuan DESC NULLS LAST, vehicle.plate ASC
LIMIT 200
