-- How far trackers saw vehicles drive on local days of a span: the way of trips that began then, days with a
-- trip, and days of which a tracker knows anything at all. Whole months are added up already.
WITH part AS (
    SELECT
        month.plate,
        month.distance_m,
        month.trip_days,
        month.days AS covered_days
    FROM analytics.vehicle_month AS month
    WHERE
        month.month >= %(first_day)s
        AND month.month + interval '1 month' <= %(end_day)s::date
        AND (%(plate)s::text IS NULL OR month.plate = %(plate)s)
    UNION ALL
    SELECT
        day.plate,
        day.distance_m,
        (day.trips > 0)::integer,
        1
    FROM analytics.vehicle_known_day AS day
    WHERE
        day.day >= %(first_day)s
        AND day.day < %(end_day)s
        -- days of months that are not whole
        AND (
            date_trunc('month', day.day) < %(first_day)s::date
            OR date_trunc('month', day.day) + interval '1 month' > %(end_day)s::date
        )
        AND (%(plate)s::text IS NULL OR day.plate = %(plate)s)
)

SELECT
    part.plate,
    (sum(part.distance_m) / 1000)::double precision AS km,
    sum(part.trip_days)::bigint AS trip_days,
    sum(part.covered_days)::bigint AS covered_days
FROM part
GROUP BY part.plate
ORDER BY part.plate
