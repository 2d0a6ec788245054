-- Where each vehicle was last seen, how fast it went, and when.
SELECT
    vehicle.plate,
    vehicle.type,
    vehicle.duty,
    vehicle.lon,
    vehicle.lat,
    vehicle.speed_kmh::double precision AS speed_kmh,
    vehicle.at,
    vehicle.timezone,
    CASE
        WHEN vehicle.at IS NULL THEN 'unseen'
        WHEN vehicle.at < %(now)s::timestamptz - interval '1 hour' THEN 'silent'
        WHEN vehicle.speed_kmh > 3 THEN 'moving'
        ELSE 'parked'
    END AS state
FROM analytics.vehicle AS vehicle
WHERE
    %(institution)s::text IS NULL
    OR vehicle.institution IN (SELECT analytics.institutions_below(%(institution)s::text))
ORDER BY vehicle.plate
LIMIT 500
