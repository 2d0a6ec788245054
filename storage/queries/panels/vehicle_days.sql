-- What each vehicle drove on each day of the period, the newest first.
SELECT
    driven.day,
    driven.plate,
    driven.trips,
    driven.distance_m / 1000.0::double precision AS km,
    driven.driving_s / 3600.0::double precision AS driving_h,
    driven.idling_s / 3600.0::double precision AS idling_h,
    driven.top_speed_kmh
FROM analytics.vehicle_day AS driven
WHERE
    driven.day >= %(since)s::timestamptz::date
    AND driven.day <= (%(now)s::timestamptz + interval '14 hours')::date
    AND (
        %(institution)s::text IS NULL
        OR driven.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
    )
ORDER BY driven.day DESC, driven.distance_m DESC, driven.plate ASC
LIMIT 200
