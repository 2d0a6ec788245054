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
),

spent AS (
    SELECT
        cost.plate,
        sum(cost.amount_yuan)::double precision AS amount_yuan,
        count(*) FILTER (WHERE cost.is_unapproved) AS unapproved
    FROM analytics.vehicle_cost AS cost
    WHERE cost.day >= date_trunc('year', %(now)s::timestamptz AT TIME ZONE 'UTC')::date
    GROUP BY cost.plate
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
    SELECT sum(part.distance_m) / 1000.0::double precision AS km
    FROM (
        -- the clock of each site is asked at the border alone
        SELECT trip.distance_m
        FROM analytics.trip AS trip
        WHERE
            trip.plate = vehicle.plate
            AND trip.started_at >= (year.began + 1)::timestamp AT TIME ZONE 'UTC'
        UNION ALL
        SELECT trip.distance_m
        FROM analytics.trip AS trip
        WHERE
            trip.plate = vehicle.plate
            AND trip.started_at >= (year.began - 1)::timestamp AT TIME ZONE 'UTC'
            AND trip.started_at < (year.began + 1)::timestamp AT TIME ZONE 'UTC'
            AND (trip.started_at AT TIME ZONE coalesce(trip.timezone, 'UTC'))::date >= year.began
    ) AS part
) AS driven ON true
LEFT JOIN spent ON vehicle.plate = spent.plate
WHERE
    %(institution)s::text IS NULL
    OR vehicle.institution IN (SELECT chosen.institution FROM chosen)
ORDER BY spent.amount_yuan DESC NULLS LAST, vehicle.plate ASC
LIMIT 200
