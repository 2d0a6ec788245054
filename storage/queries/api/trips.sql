-- Trips that a span touches.
SELECT
    trip.plate,
    trip.institution,
    trip.started_at,
    trip.ended_at,
    trip.timezone,
    trip.start_lon,
    trip.start_lat,
    trip.end_lon,
    trip.end_lat,
    trip.distance_m,
    trip.track_m,
    trip.odometer_m,
    trip.odometer_lack,
    trip.driving_s,
    trip.idling_s,
    trip.stopped_s,
    trip.gap_s,
    trip.top_speed_kmh,
    trip.top_at,
    trip.top_lon,
    trip.top_lat,
    trip.fixes
FROM analytics.trip AS trip
WHERE
    (%(vehicle)s::text IS NULL OR trip.plate = %(vehicle)s)
    AND (%(institution)s::text IS NULL OR trip.institution = %(institution)s)
    AND (%(since)s::timestamptz IS NULL OR trip.ended_at > %(since)s)
    AND (%(until)s::timestamptz IS NULL OR trip.started_at < %(until)s)
    AND (
        %(after_plate)s::text IS NULL
        OR (trip.plate, trip.started_at)
        > (%(after_plate)s::text, %(after_started_at)s::timestamptz)
    )
ORDER BY trip.plate, trip.started_at
LIMIT %(rows)s
