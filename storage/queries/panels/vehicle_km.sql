-- Kilometres that vehicles drove on each day of the period, by duty.
WITH RECURSIVE chosen AS (
    SELECT institution.institution
    FROM analytics.institution AS institution
    WHERE institution.institution = %(institution)s::text
    UNION
    SELECT below.institution
    FROM analytics.institution AS below
    INNER JOIN chosen ON below.parent = chosen.institution
)

SELECT
    driven.day AS label,
    vehicle.duty AS series,
    sum(driven.distance_m) / 1000.0::double precision AS value,
    1.0::double precision AS coverage
FROM (
    -- the days of analytics.vehicle_day hide from the planner which trips are theirs
    SELECT
        trip.plate,
        (trip.started_at AT TIME ZONE coalesce(trip.timezone, 'UTC'))::date AS day,
        sum(trip.distance_m) AS distance_m
    FROM analytics.trip AS trip
    WHERE
        -- wider than the days of any clock: the index of trips leads there
        trip.started_at >= (%(since)s::timestamptz::date - 1)::timestamp AT TIME ZONE 'UTC'
        AND trip.started_at
        < ((%(now)s::timestamptz + interval '14 hours')::date + 2)::timestamp AT TIME ZONE 'UTC'
        AND (
            %(institution)s::text IS NULL
            OR trip.institution IN (SELECT chosen.institution FROM chosen)
        )
    GROUP BY trip.plate, day
) AS driven
INNER JOIN analytics.vehicle_registration AS vehicle ON driven.plate = vehicle.plate
WHERE
    driven.day >= %(since)s::timestamptz::date
    AND driven.day <= (%(now)s::timestamptz + interval '14 hours')::date
GROUP BY driven.day, vehicle.duty
ORDER BY vehicle.duty ASC, driven.day ASC
