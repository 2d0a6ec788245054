-- The stops between those trips; the last one of each vehicle lasts until now.
INSERT INTO stop (vehicle_id, started_at, ended_at, lon, lat, idling_s, fixes)
SELECT
    stay.vehicle_id,
    stay.started_at,
    stay.ended_at,
    stay.lon,
    stay.lat,
    60,
    extract(EPOCH FROM stay.ended_at - stay.started_at) / 900 + 2
FROM (
    SELECT
        trip.vehicle_id,
        trip.ended_at AS started_at,
        trip.end_lon AS lon,
        trip.end_lat AS lat,
        lead(trip.started_at, 1, %(now)s::timestamptz)
            OVER (PARTITION BY trip.vehicle_id ORDER BY trip.started_at) AS ended_at
    FROM trip
    WHERE trip.started_at > %(since)s::timestamptz
) AS stay
WHERE stay.ended_at > stay.started_at
ORDER BY stay.started_at, stay.vehicle_id
