-- The trips and stops of a vehicle from one instant to another: what an outing is made of.
SELECT
    'trip' AS kind,
    trip.started_at,
    trip.ended_at,
    trip.end_lon AS lon,
    trip.end_lat AS lat,
    trip.distance_m,
    trip.furthest_m
FROM trip
WHERE trip.vehicle_id = %(vehicle)s AND trip.started_at >= %(since)s AND trip.ended_at <= %(until)s
UNION ALL
SELECT
    'stop',
    stop.started_at,
    stop.ended_at,
    stop.lon,
    stop.lat,
    0,
    NULL
FROM stop
WHERE stop.vehicle_id = %(vehicle)s AND stop.started_at >= %(since)s AND stop.ended_at <= %(until)s
ORDER BY started_at
