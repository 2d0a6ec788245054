-- What each vehicle drove on each day of the period, the newest first: the days of analytics.vehicle_day hide
-- from the planner which trips are theirs.
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
    (trip.started_at AT TIME ZONE coalesce(trip.timezone, 'UTC'))::date AS day,
    trip.plate,
    count(*) AS trips,
    sum(trip.distance_m) / 1000.0::double precision AS km,
    sum(trip.driving_s) / 3600.0::double precision AS driving_h,
    sum(trip.idling_s) / 3600.0::double precision AS idling_h,
    max(trip.top_speed_kmh)::double precision AS top_speed_kmh
FROM analytics.trip AS trip
WHERE
    -- the clock of a site is asked at the borders alone: the index of trips leads to all that may be within
    trip.started_at >= (%(since)s::timestamptz::date - 1)::timestamp AT TIME ZONE 'UTC'
    AND trip.started_at
    < ((%(now)s::timestamptz + interval '14 hours')::date + 2)::timestamp AT TIME ZONE 'UTC'
    AND (
        trip.started_at >= (%(since)s::timestamptz::date + 1)::timestamp AT TIME ZONE 'UTC'
        OR (trip.started_at AT TIME ZONE coalesce(trip.timezone, 'UTC'))::date >= %(since)s::timestamptz::date
    )
    AND (
        trip.started_at < (%(now)s::timestamptz + interval '14 hours')::date::timestamp AT TIME ZONE 'UTC'
        OR (trip.started_at AT TIME ZONE coalesce(trip.timezone, 'UTC'))::date
        <= (%(now)s::timestamptz + interval '14 hours')::date
    )
    AND (
        %(institution)s::text IS NULL
        OR trip.institution IN (SELECT chosen.institution FROM chosen)
    )
GROUP BY day, trip.plate
ORDER BY day DESC, sum(trip.distance_m) DESC, trip.plate ASC
LIMIT 200
