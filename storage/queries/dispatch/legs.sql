-- The trips and stops of vehicles, each between two instants: what outings are made of. `place` is that of
-- the outing in the arrays, from 1.
SELECT
    span.place,
    piece.kind,
    piece.started_at,
    piece.ended_at,
    piece.lon,
    piece.lat,
    piece.distance_m,
    piece.furthest_m
FROM
    unnest(
        %(vehicles)s::integer[], %(since)s::timestamptz[], %(until)s::timestamptz[]
    ) WITH ORDINALITY AS span (vehicle, since, until, place)
INNER JOIN LATERAL (
    SELECT
        'trip' AS kind,
        trip.started_at,
        trip.ended_at,
        trip.end_lon AS lon,
        trip.end_lat AS lat,
        trip.distance_m,
        trip.furthest_m
    FROM trip
    WHERE
        trip.vehicle_id = span.vehicle
        AND trip.started_at >= span.since
        -- the key knows when pieces begin: without this the rest of the year is read for each outing
        AND trip.started_at < span.until
        AND trip.ended_at <= span.until
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
    WHERE
        stop.vehicle_id = span.vehicle
        AND stop.started_at >= span.since
        AND stop.started_at < span.until
        AND stop.ended_at <= span.until
) AS piece ON true
ORDER BY span.place, piece.started_at
