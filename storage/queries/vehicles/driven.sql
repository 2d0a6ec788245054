-- How far trackers saw vehicles drive on local days of a span: the way of trips that began then, days with a
-- trip, and days of which a tracker knows anything at all.
WITH piece AS (
    SELECT
        trip.plate,
        (trip.started_at AT TIME ZONE coalesce(trip.timezone, 'UTC'))::date AS first_day,
        (trip.ended_at AT TIME ZONE coalesce(trip.timezone, 'UTC'))::date AS last_day,
        trip.distance_m
    FROM analytics.trip AS trip
    WHERE
        trip.started_at < %(end_day)s::timestamptz + interval '1 day'
        AND trip.ended_at >= %(first_day)s::timestamptz - interval '1 day'
        AND (%(plate)s::text IS NULL OR trip.plate = %(plate)s)
    UNION ALL
    SELECT
        stop.plate,
        (stop.started_at AT TIME ZONE coalesce(stop.timezone, 'UTC'))::date,
        (stop.ended_at AT TIME ZONE coalesce(stop.timezone, 'UTC'))::date,
        NULL
    FROM analytics.stop AS stop
    WHERE
        stop.started_at < %(end_day)s::timestamptz + interval '1 day'
        AND stop.ended_at >= %(first_day)s::timestamptz - interval '1 day'
        AND (%(plate)s::text IS NULL OR stop.plate = %(plate)s)
),

covered AS (
    SELECT
        piece.plate,
        count(DISTINCT known.day) AS days
    FROM piece
    CROSS JOIN
        LATERAL generate_series(
            greatest(piece.first_day, %(first_day)s::date)::timestamp,
            least(piece.last_day, %(end_day)s::date - 1)::timestamp,
            interval '1 day'
        ) AS known (day)
    GROUP BY piece.plate
),

driven AS (
    SELECT
        piece.plate,
        sum(piece.distance_m) / 1000 AS km,
        count(DISTINCT piece.first_day) AS days
    FROM piece
    WHERE piece.distance_m IS NOT NULL AND piece.first_day >= %(first_day)s AND piece.first_day < %(end_day)s
    GROUP BY piece.plate
)

SELECT
    covered.plate,
    coalesce(driven.km, 0)::double precision AS km,
    coalesce(driven.days, 0) AS trip_days,
    covered.days AS covered_days
FROM covered
LEFT JOIN driven ON covered.plate = driven.plate
ORDER BY covered.plate
