-- When the trackers of vehicles told where they were: the stops and trips that touch a span of time.
SELECT
    vehicle.plate,
    piece.started_at,
    piece.ended_at
FROM (
    SELECT
        trip.vehicle_id,
        trip.started_at,
        trip.ended_at
    FROM trip
    WHERE trip.started_at < %(until)s AND trip.ended_at > %(since)s
    UNION ALL
    SELECT
        stop.vehicle_id,
        stop.started_at,
        stop.ended_at
    FROM stop
    WHERE stop.started_at < %(until)s AND stop.ended_at > %(since)s
) AS piece
INNER JOIN vehicle ON piece.vehicle_id = vehicle.id
ORDER BY vehicle.plate, piece.started_at
